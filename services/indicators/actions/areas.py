"""Copying the register of areas: who is above whom, who reports to whom, from where a right reaches."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage
from services.indicators.queries import areas as register
from services.indicators.queries.boundaries.carries import list_steps, put_carries
from services.indicators.queries.register import AREAS, claim_register
from services.indicators.queries.rollups import recount_rollups
from services.indicators.queries.source import Transaction
from services.indicators.rules.boundaries.carrying import Carrying
from services.indicators.rules.territory import Territory


async def copy_areas(session: AsyncSession, areas: Sequence[Area], lineages: Sequence[Lineage]) -> None:
    """Take over what the directory tells, and everything that follows from it."""
    source = Transaction(session)
    await claim_register(source)
    redated = await register.put_areas(source, areas) if areas else set()
    if lineages:
        await register.put_lineages(source, lineages)
    await _derive(source, redated)


async def _derive(source: Transaction, redated: set[int]) -> None:
    """`redated` are areas whose days in force changed: they, and the units below them, may count otherwise."""
    places, before = await register.list_places(source)
    territory = Territory(places, await register.list_successions(source))
    standings = territory.standings()
    changed = [standing for standing in standings if standing != before[standing.no]]
    moved = [
        standing.no
        for standing in standings
        if standing.uppers != before[standing.no].uppers or not redated.isdisjoint((standing.no, *standing.uppers))
    ]
    if changed:
        await register.put_standings(source, changed)
    await register.put_unit_counts(source, territory.unit_counts())
    await put_carries(source, Carrying(places, standings, await list_steps(source)).carries())
    if moved and await register.have_values(source, moved):
        await recount_rollups(source)
    await register.advance_edition(source, AREAS)
