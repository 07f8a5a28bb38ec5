"""Overviews: everything the dashboard of one area shows, from a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.definitions import Aggregation
from contracts.indicators.values import IndicatorStanding, Overview, TrendPoint
from contracts.periods import Period, PeriodKind
from contracts.reach import NATION
from kit.errors import Invalid, NotFound
from kit.light import light
from kit.shapes import Fault
from services.indicators.queries.boundaries.figures import CarriedMaker, list_carried_rows
from services.indicators.queries.definitions import EDITION, definitions_of
from services.indicators.queries.figures import FigureMaker, list_figure_rows, list_nation_rows
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.scopes import PERIODS_OF_AREAS, Scope, area_scope, newest_first, not_in_force
from services.indicators.queries.source import Source
from services.indicators.rules.timing import place_of

TREND = 8
FEW = 24
"""So many periods of a commune are read at once: looking for indicators in older ones costs another statement."""
BEHIND = 4
"""So many periods may have passed of which a commune has nothing of an indicator, and its trend is still whole."""
MOST = 100_000
_Overview, _Standing = light(Overview), light(IndicatorStanding)

# Materialised, or the areas whose periods count were found again for every period.
_AREA = """
    with here as materialized (
        select no, id, name, level, is_leaf, reach,
               case level when 'N' then array(select no from areas where level = 'T') else '{}' end as provinces,
               case when %(on)s::date is null then '{}'
                    else array(select source_no from carries where target_no = a.no) end as sources,
               %(on)s::date is null or valid_from <= %(on)s and (valid_to is null or valid_to >= %(on)s) as is_meant
        from areas a where id = %(area)s
    )
"""
_PERIODS = f"""
    select here.*, {EDITION} as edition, array({PERIODS_OF_AREAS}) as periods from here
"""  # noqa: S608 - our own statements
_NATION_THEN = (
    "Chưa đọc lại được tổng quan cả nước như một thời điểm đã qua. Hãy đọc tổng quan từng tỉnh, thành phố, "
    "hoặc số liệu cả nước của một kỳ hay một chỉ tiêu."
)
_LATEST = """
    select area_no, indicator_no, period, place from latest
    where area_no = any(%(areas)s::int[]) and indicator_no = any(%(indicators)s::int[])
"""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The row of a figure, and its headline."""

    row: Any
    point: TrendPoint

    @property
    def has_number(self) -> bool:
        """Whether there is anything to read: what was taken back has no number."""
        return self.point.value is not None


@dataclass(frozen=True, slots=True)
class _View:
    """One area as one reader sees it."""

    source: Source
    area: Any
    scope: Scope
    make: FigureMaker
    is_carried: bool = False
    held: Held = LIVE

    @property
    def keeps_latest(self) -> bool:
        """Whether the newest period of each indicator is kept for it."""
        return self.is_above and self.held is LIVE

    @property
    def is_above(self) -> bool:
        """Whether its own units are added up for it."""
        return not self.area.is_leaf and not self.is_carried

    async def shown(self, indicators: Iterable[int], periods: Sequence[Period]) -> list[_Shown]:
        """The figures of some of the visible indicators in some periods, with their headlines."""
        return [_Shown(row, self.make.point(row)) for row in await self._rows(indicators, periods)]

    async def _rows(self, indicators: Iterable[int], periods: Sequence[Period]) -> list[Any]:
        parameters = {**self.scope.parameters, "indicators": list(indicators)}
        if self.area.level == AreaLevel.NATION:
            scope = Scope(self.scope.indicators, self.scope.conditions, parameters)
            provinces = self.area.provinces
            return await list_nation_rows(self.source, scope, nation=self.area.no, provinces=provinces, periods=periods)
        conditions = (*self.scope.conditions, "area_no = %(area_no)s", "period = any(%(periods)s::int[])")
        parameters |= {"area_no": self.area.no, "periods": [period.key for period in periods]}
        if self.is_carried:
            scope = Scope({no: self.scope.indicators[no] for no in indicators}, conditions, parameters)
            return await list_carried_rows(self.source, scope, periods, limit=MOST, held=self.held)
        scope = Scope(self.scope.indicators, conditions, parameters)
        return await list_figure_rows(self.source, scope, limit=MOST, held=self.held)


async def get_overview(
    source: Source,
    area: str,
    period: Period | None,
    *,
    places: Sequence[str],
    by_name: bool,
    today: date,
    on: date | None = None,
    held: Held = LIVE,
) -> Overview:
    """The standing of every indicator an area's reader may see, up to a period (default: the newest with data).

    By the boundaries of the day `on`, former units are carried to it.
    """
    _refuse_nation_then(area, held)
    found = await source.rows(_statement(held), {**held.parameters, "area": area, "on": on})
    if not found:
        raise NotFound(f"Không có địa bàn “{area}”.")
    if on is not None and not found[0].is_meant:
        raise NotFound(not_in_force(area, on))
    row = found[0]
    definitions = await definitions_of(source, row.edition)
    scope = area_scope(row, definitions.rows, places)
    used = newest_first(row.periods)
    viewed = period or (used[0] if used else Period(PeriodKind.QUARTER, today.year, (today.month + 2) // 3))
    past = [known for known in used if known.last_day() <= viewed.last_day()]
    is_carried = on is not None and row.level != AreaLevel.NATION
    make = (CarriedMaker if is_carried else FigureMaker)(scope.indicators, by_name=by_name)
    shown = await _shown(_View(source, row, scope, make, is_carried, held), past, viewed)
    standings = _standings(shown, scope, make)
    return _Overview(
        area=row.id,
        area_name=row.name,
        period=str(period or _newest(shown, make) or viewed),
        periods=[str(known) for known in used],
        indicators=[definitions.written[no] for no in scope.indicators],
        standings=standings,
        illustrative=any(standing.figure is not None and standing.figure.illustrative for standing in standings),
    )


def _refuse_nation_then(area: str, held: Held) -> None:
    """Invalid for the whole nation as of a moment: it would be made of every value there is."""
    if area == NATION and held is not LIVE:
        raise Invalid(_NATION_THEN, [Fault(pointer="/query/as_of", detail=_NATION_THEN)])


def _statement(held: Held) -> str:
    """Finds the area, with the periods in which it has something to show."""
    areas = "here.no || here.provinces || here.sources"
    return _AREA + _PERIODS.format(areas=areas, values=held.values, rolled=held.rolled)


async def _shown(view: _View, past: Sequence[Period], viewed: Period) -> list[_Shown]:
    """Figures of the newest of the `past` periods, and the older ones of indicators that have no number there.

    Where the newest period of each indicator is kept, it tells which older ones to read; only for a commune, or a view
    from before that period, is the whole past looked through, by key. As of a moment nothing is kept.
    """
    if not view.keeps_latest and (view.is_above or len(past) <= FEW):
        return await view.shown(view.scope.indicators, past)
    recent = _recent(past, TREND + 1 if view.keeps_latest else TREND + 1 + BEHIND)
    latest = [] if not view.keeps_latest or len(recent) == len(past) else await _latest(view)
    ends = {Period.from_key(row.period) for row in latest if row.place <= place_of(viewed)}
    window = [*dict.fromkeys([*recent, *(known for end in ends for known in _until(end, past))])]
    shown = await view.shown(view.scope.indicators, window)
    rest = [period for period in past if period not in window]
    known = {row.indicator_no for row in latest} if view.keeps_latest else set(view.scope.indicators)
    sought = known - {found.row.indicator_no for found in shown if found.has_number}
    return [*shown, *await view.shown(sought, rest)] if sought and rest else shown


async def _latest(view: _View) -> list[Any]:
    """Newest periods of the area; for the nation also those of provinces, where they add up."""
    areas = [view.area.no, *view.area.provinces]
    rows = await view.source.rows(_LATEST, {"areas": areas, "indicators": list(view.scope.indicators)})
    adds_up = {no for no, row in view.scope.indicators.items() if row.aggregation != Aggregation.NONE}
    return [row for row in rows if row.area_no == view.area.no or row.indicator_no in adds_up]


def _until(end: Period, past: Sequence[Period]) -> list[Period]:
    """The newest periods of a trend that ends with `end`, and one more: others may have newer ones of its kind."""
    same = [known for known in past if known.kind is end.kind and known <= end]
    return same[: TREND + 1]


def _recent(past: Sequence[Period], most: int) -> list[Period]:
    """The newest periods of each kind, at most so many."""
    recent: list[Period] = []
    seen: Counter[PeriodKind] = Counter()
    for period in past:
        seen[period.kind] += 1
        if seen[period.kind] <= most:
            recent.append(period)
    return recent


def _newest(shown: Iterable[_Shown], make: FigureMaker) -> Period | None:
    """The newest period in which anything has a number."""
    return max((make.period(one.row) for one in shown if one.has_number), default=None)


def _standings(shown: Iterable[_Shown], scope: Scope, make: FigureMaker) -> list[IndicatorStanding]:
    by_indicator: dict[int, list[_Shown]] = defaultdict(list)
    for one in sorted(shown, key=lambda one: make.place(one.row), reverse=True):
        by_indicator[one.row.indicator_no].append(one)
    return [_standing(known.code, by_indicator[no], make) for no, known in scope.indicators.items()]


def _standing(code: str, newest_first: Sequence[_Shown], make: FigureMaker) -> IndicatorStanding:
    """The newest figure that has a number is shown, whatever was taken back since; else the newest of all."""
    told = [one for one in newest_first if one.has_number] or newest_first[:1]
    if not told:
        return _Standing(indicator=code, figure=None, previous=None, trend=[])
    kind = make.period(told[0].row).kind
    points = [one.point for one in told if make.period(one.row).kind is kind]
    return _Standing(
        indicator=code,
        figure=make.figure(told[0].row),
        previous=points[1] if len(points) > 1 else None,
        trend=points[:TREND][::-1],
    )
