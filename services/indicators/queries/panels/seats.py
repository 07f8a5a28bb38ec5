"""Panels with their members: found, listed, the one that judges a sheet, written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.panels import Panel, PanelMember, PanelSummary, PanelTerms
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import light, number
from services.indicators.queries.source import Source
from services.indicators.rules.panels.membership import Member

NO_PANEL = "Không có tổ thẩm định này, hoặc tổ ngoài phạm vi của tài khoản."
_Summary, _Member = light(PanelSummary), light(PanelMember)

_PANELS = """
    select p.id, p.framework_id, f.code as framework, p.period, p.area, areas.name as area_name,
        areas.reach, p.unit_class, p.threshold, p.version, p.by_name, p.created_at, p.updated_at, seats.members
    from panels p join frameworks f on f.id = p.framework_id join areas on areas.id = p.area
    cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('account', m.account, 'name', m.name, 'head', m.is_head,
                'groups', m.groups) order by m.is_head desc, m.place), '[]') as members
        from panel_members m where m.panel_id = p.id
    ) seats
    where p.dissolved_at is null
"""
# Who is judged may know by whom: panels are read from the units below them too.
_READ = """
    and (areas.reach && %(places)s::text[] or exists (
        select from areas unit where unit.reach && %(places)s::text[] and unit.reach @> array[p.area]))
"""
_ONE = f"{_PANELS} and p.id = %(panel)s"
_SEEN = f"{_ONE} {_READ}"
_LIST = f"""
    {_PANELS} {_READ}
      and (%(framework)s::text is null or f.code = %(framework)s::text)
      and (%(period)s::int is null or p.period = %(period)s::int)
      and (%(area)s::text is null or p.area = %(area)s::text)
      and (%(after)s::uuid is null or p.id < %(after)s::uuid)
    order by p.id desc limit %(limit)s
"""
# The nearest decides: of a lower area before a higher one, of a class before one of all units.
GOVERNING = """
    select p.id from assessments a join areas unit on unit.id = a.area
    join panels p on p.framework_id = a.framework_id and p.period = a.period and p.area = any(unit.reach)
        and p.dissolved_at is null and (p.unit_class is null or p.unit_class = %(class)s::text)
    where a.id = %(id)s
    order by case p.area when 'VN' then 0 else position(left(p.area, 1) in 'NTHXV') end desc, p.unit_class is null
    limit 1
"""
_GOVERNS = f"{_PANELS} and p.id = ({GOVERNING})"
_ADD = """
    insert into panels (framework_id, period, area, unit_class, threshold, by_name)
    values (%(framework)s, %(period)s, %(area)s, %(class)s, %(threshold)s, %(by_name)s)
    on conflict do nothing returning id
"""
_SEAT = """
    insert into panel_members (panel_id, account, place, name, is_head, groups)
    select %(panel)s, one.account, one.place, one.name, one.head,
        case when one.groups is null then null else array(select jsonb_array_elements_text(one.groups)) end
    from rows from (jsonb_to_recordset(%(members)s::jsonb) as (account text, name text, head boolean, groups jsonb))
        with ordinality as one (account, name, head, groups, place)
"""
_UNSEAT = "delete from panel_members where panel_id = %(panel)s"
_CHANGE = """
    update panels set threshold = %(threshold)s, by_name = %(by_name)s, version = version + 1, updated_at = now()
    where id = %(panel)s and version = %(seen)s and dissolved_at is null returning id
"""
_DISSOLVE = """
    update panels set dissolved_at = now(), by_name = %(by_name)s, version = version + 1, updated_at = now()
    where id = %(panel)s and version = %(seen)s and dissolved_at is null returning id
"""


@dataclass(frozen=True, slots=True)
class Seats:
    """A panel with its members, the head first."""

    id: UUID
    framework_id: int
    framework: str
    period: int
    area: str
    area_name: str
    reach: list[str]
    unit_class: str | None
    threshold: Decimal
    version: int
    by_name: str
    created_at: datetime
    updated_at: datetime
    members: list[dict[str, Any]]

    @property
    def seated(self) -> list[Member]:
        """The members as rules see them."""
        return [
            Member(one["account"], one["name"], one["head"], None if one["groups"] is None else tuple(one["groups"]))
            for one in self.members
        ]

    def member(self, account: str) -> Member | None:
        """The member who has an account, None when nobody does."""
        return next((one for one in self.seated if one.account == account), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which panels a list shows; `places` are the nodes the reader may read."""

    places: Sequence[str]
    framework: str | None = None
    period: Period | None = None
    area: str | None = None


async def list_panels(source: Source, wanted: Wanted, *, after: UUID | None, limit: int) -> list[Any]:
    """The newest first; at most limit + 1."""
    told = {
        "places": list(wanted.places),
        "framework": wanted.framework,
        "period": wanted.period and wanted.period.key,
        "area": wanted.area,
        "after": after,
        "limit": limit + 1,
    }
    return await source.rows(_LIST, told)


async def get_panel(source: Source, panel: UUID, places: Sequence[str]) -> Seats:
    """One panel; NotFound when there is none the reader may know of."""
    rows = await source.rows(_SEEN, {"panel": panel, "places": list(places)})
    if not rows:
        raise NotFound(NO_PANEL)
    return Seats(**rows[0]._asdict())


async def governing(source: Source, assessment: UUID, unit_class: str | None) -> Seats | None:
    """The panel that judges a sheet, None where it has none."""
    rows = await source.rows(_GOVERNS, {"id": assessment, "class": unit_class})
    return Seats(**rows[0]._asdict()) if rows else None


async def add_panel(
    source: Source,
    *,
    framework_id: int,
    period: Period,
    area: str,
    unit_class: str | None,
    terms: PanelTerms,
    by_name: str,
) -> UUID | None:
    """Write a panel; None when there is one of the same units already."""
    told = {"framework": framework_id, "period": period.key, "area": area, "class": unit_class}
    made = await source.rows(_ADD, told | {"threshold": terms.threshold, "by_name": by_name})
    if not made:
        return None
    await source.rows(_SEAT, {"panel": made[0].id, "members": _written(terms)})
    return UUID(str(made[0].id))


async def change_panel(source: Source, panel: UUID, terms: PanelTerms, *, seen: int, by_name: str) -> bool:
    """Give a panel other members; False when it is not of the version seen."""
    told = {"panel": panel, "seen": seen, "threshold": terms.threshold, "by_name": by_name}
    if not await source.rows(_CHANGE, told):
        return False
    await source.rows(_UNSEAT, {"panel": panel})
    await source.rows(_SEAT, {"panel": panel, "members": _written(terms)})
    return True


async def dissolve_panel(source: Source, panel: UUID, *, seen: int, by_name: str) -> bool:
    """End a panel; what it did stays. False when it is not of the version seen."""
    return bool(await source.rows(_DISSOLVE, {"panel": panel, "seen": seen, "by_name": by_name}))


def _written(terms: PanelTerms) -> str:
    return json.dumps([one.model_dump() for one in terms.members], ensure_ascii=False)


def panel_of(seats: Seats) -> Panel:
    """The contract of a panel."""
    return Panel(
        **summary_fields(seats),
        members=[PanelMember(**one) for one in seats.members],
        created_at=seats.created_at,
        updated_at=seats.updated_at,
        by=seats.by_name,
    )


def listed(row: Any) -> Any:
    """The light twin of a listed panel."""
    told = summary_fields(row)
    return _Summary(**told | {"threshold": number(row.threshold)}, members=[_Member(**one) for one in row.members])


def summary_fields(seats: Any) -> dict[str, Any]:
    """A panel without its members."""
    return {
        "id": str(seats.id),
        "framework": seats.framework,
        "period": str(Period.from_key(seats.period)),
        "area": seats.area,
        "area_name": seats.area_name,
        "unit_class": seats.unit_class,
        "threshold": seats.threshold,
        "version": seats.version,
    }
