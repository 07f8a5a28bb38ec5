"""What changes the register: whole sets are recorded, checked, and told to whoever follows the feed."""

from collections.abc import Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage, Organisation
from contracts.instruments import Instrument
from kit.clock import today
from kit.errors import Conflict, Invalid
from kit.feeds import Event, publish
from kit.shapes import Fault
from services.directory.queries import instruments as saved_instruments
from services.directory.queries.recording import areas as saved_areas
from services.directory.queries.recording import organisations as saved_organisations
from services.directory.rules import events, register
from services.directory.rules.register import OrganisationRecord

_NAMED = 100
"""How many findings a refusal names at most."""


class AreasOverlap(Conflict):
    """Two incarnations of one code would be in force on the same day."""

    slug = "areas-overlap"
    title = "Hai đơn vị cùng mã có hiệu lực trong cùng một ngày"


async def record_areas(session: AsyncSession, areas: Sequence[Area]) -> int:
    """Record new areas and corrections of known ones; how many are new or changed.

    Raises Invalid for areas that cannot be or whose parent nobody knows, AreasOverlap.
    """
    _refuse(register.check_areas(areas))
    parents = {area.parent_id for area in areas if area.parent_id} - {area.id for area in areas}
    _refuse_unknown(await saved_areas.find_unknown(session, parents))
    changed = await saved_areas.save_areas(session, areas)
    overlaps = await saved_areas.find_overlaps(session, changed)
    if overlaps:
        raise AreasOverlap("; ".join(f"{row.id} và {row.other}" for row in overlaps[:_NAMED]))
    await publish(session, [events.area_recorded(area) for area in areas if area.id in changed])
    return len(changed)


async def record_lineages(session: AsyncSession, lineages: Sequence[Lineage]) -> int:
    """Record steps of lineage; how many are new or changed.

    Raises Invalid when an area is unknown or its validity does not meet the day of the step.
    """
    _refuse(register.check_lineages(lineages))
    named = {end for step in lineages for end in (step.predecessor_id, step.successor_id)}
    _refuse_unknown(await saved_areas.find_unknown(session, named))
    misdated = await saved_areas.find_misdated(session, lineages)
    _refuse(_fault(f"{row.predecessor_id} → {row.successor_id}: ngày không khớp hiệu lực") for row in misdated)
    changed = await saved_areas.save_lineages(session, lineages)
    fresh = [step for step in lineages if (step.predecessor_id, step.successor_id, step.effective_on) in changed]
    await publish(session, [events.lineage_recorded(step) for step in fresh])
    return len(changed)


async def record_organisations(session: AsyncSession, records: Sequence[OrganisationRecord]) -> int:
    """Record organisations with all their names through time; how many are new or changed.

    Raises Invalid when an organisation has no name, or its area or parent is unknown.
    """
    _refuse(register.check_organisations(records))
    _refuse_unknown(await saved_areas.find_unknown(session, {record.area_id for record in records if record.area_id}))
    parents = {record.parent_code for record in records if record.parent_code}
    unknown = await saved_organisations.find_unknown_codes(session, parents - {record.code for record in records})
    _refuse(_fault(f"Không có cơ quan {code}") for code in unknown)
    changed = await saved_organisations.save_organisations(session, records)
    await publish(session, await _organisation_events(session, [r for r in records if r.code in changed]))
    return len(changed)


async def record_instruments(session: AsyncSession, instruments: Sequence[Instrument]) -> int:
    """Record official documents; how many are new or changed. Invalid names those whose day lies in another year."""
    _refuse(
        _fault(f"{each.number}: ngày ban hành không thuộc năm {each.year}")
        for each in instruments
        if each.issued_on is not None and each.issued_on.year != each.year
    )
    return len(await saved_instruments.save_instruments(session, instruments))


async def _organisation_events(session: AsyncSession, records: Sequence[OrganisationRecord]) -> list[Event]:
    identities = await saved_organisations.get_identities(session, {record.code for record in records})
    return [
        events.organisation_recorded(
            Organisation(
                id=identities[record.code].id,
                code=record.code,
                name=register.present_name(record.names, today()),
                names=list(record.names),
                kind=record.kind,
                area_id=record.area_id,
                parent_id=identities[record.code].parent_id,
            )
        )
        for record in records
    ]


def _refuse_unknown(area_ids: Iterable[str]) -> None:
    _refuse(_fault(f"Không có địa bàn {area_id}") for area_id in area_ids)


def _fault(detail: str) -> Fault:
    return Fault(pointer="", detail=detail)


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)[:_NAMED]
    if found:
        raise Invalid("Danh mục gửi lên chưa đúng, xem từng vị trí.", found)
