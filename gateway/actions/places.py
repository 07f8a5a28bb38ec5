"""Copying the register: which places there are, and from where rights reach them."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage, Organisation
from gateway.queries import places as register
from gateway.queries.source import Transaction
from gateway.rules.places import reaches


async def copy_places(
    session: AsyncSession, areas: Sequence[Area], lineages: Sequence[Lineage], offices: Sequence[Organisation]
) -> None:
    """Take over what the directory tells, and the reach that follows from it."""
    source = Transaction(session)
    if areas:
        await register.put_areas(source, areas)
    if lineages:
        await register.put_lineages(source, lineages)
    if offices:
        await register.put_organisations(source, offices)
    known, before = await register.list_known(source)
    found = reaches(known, await register.list_successions(source))
    changed = {place: reach for place, reach in found.items() if reach != before[place]}
    if changed:
        await register.put_reaches(source, changed)
