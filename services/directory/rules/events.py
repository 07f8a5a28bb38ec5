"""The events this service tells others of."""

from collections.abc import Iterable
from typing import Any

from contracts.directory import Area, Lineage, Organisation
from kit.feeds import Event

SOURCE = "/directory"
AREA_RECORDED = "vn.lantoa.directory.area.recorded"
LINEAGE_RECORDED = "vn.lantoa.directory.lineage.recorded"
ORGANISATION_RECORDED = "vn.lantoa.directory.organisation.recorded"


def area_recorded(area: Area) -> Event:
    """An area is as `area` says from now on."""
    return Event(AREA_RECORDED, SOURCE, area.id, area)


def lineage_recorded(lineage: Lineage) -> Event:
    """A step of lineage is known from now on."""
    return Event(LINEAGE_RECORDED, SOURCE, lineage_subject(lineage), lineage)


def organisation_recorded(organisation: Organisation) -> Event:
    """An organisation is as `organisation` says from now on."""
    return Event(ORGANISATION_RECORDED, SOURCE, organisation.code, organisation)


def lineage_subject(lineage: Lineage) -> str:
    """What a step of lineage is called in the feed."""
    return f"{lineage.predecessor_id}>{lineage.successor_id}@{lineage.effective_on.isoformat()}"


def present(kind: str, rows: Iterable[tuple[str, Any]]) -> list[Event]:
    """Present states (subject, data) as a snapshot tells them; the id says that no single happening is meant."""
    return [Event(kind, SOURCE, subject, data, id=f"snapshot:{subject}") for subject, data in rows]
