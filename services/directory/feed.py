"""The snapshot of the register: areas, then lineage, then organisations, each as its latest event would say."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from kit.clock import today
from kit.database import Reader
from kit.errors import NotFound
from kit.feeds import Event
from services.directory.queries.organisations import list_organisations_by_code
from services.directory.queries.present import list_areas_by_id, list_lineages
from services.directory.rules import events

Part = Callable[[Reader, str, int], Awaitable[list[Event]]]


async def snapshot(reader: Reader, after: str | None, limit: int) -> tuple[Sequence[Event], str | None]:
    """One page; a key is the part's name and the subject after which to go on."""
    name, _, subject = (after or f"{_ORDER[0]}|").partition("|")
    part = _PARTS.get(name)
    if part is None:
        raise NotFound("Không có trang này của bản chụp.")
    page = await part(reader, subject, limit)
    if len(page) == limit:
        return page, f"{name}|{page[-1].subject}"
    following = _ORDER.index(name) + 1
    return page, f"{_ORDER[following]}|" if following < len(_ORDER) else None


async def _areas(reader: Reader, after: str, limit: int) -> list[Event]:
    rows = await list_areas_by_id(reader, after, limit)
    return events.present(events.AREA_RECORDED, ((row.id, row._asdict()) for row in rows))


async def _lineages(reader: Reader, after: str, limit: int) -> list[Event]:
    predecessor, _, rest = after.partition(">")
    successor, _, day = rest.partition("@")
    rows = await list_lineages(reader, (predecessor, successor, date.fromisoformat(day) if day else None), limit)
    return events.present(events.LINEAGE_RECORDED, ((events.lineage_subject(row), row._asdict()) for row in rows))


async def _organisations(reader: Reader, after: str, limit: int) -> list[Event]:
    found = await list_organisations_by_code(reader, today(), after, limit)
    return events.present(events.ORGANISATION_RECORDED, ((each.code, each) for each in found))


_PARTS: dict[str, Part] = {"areas": _areas, "lineages": _lineages, "organisations": _organisations}
_ORDER = list(_PARTS)
