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
from services.indicators.queries.areas import get_area
from services.indicators.queries.figures import Shown, list_figures, list_nation_figures
from services.indicators.queries.scopes import Scope, area_scope, list_provinces, periods_in_use, wanted_indicators
from services.indicators.queries.source import Source
from services.indicators.rules.timing import place_of

TREND = 8
MOST = 100_000

_LATEST = """
    select area_no, indicator_no, period, place from latest
    where area_no = any(%(areas)s::int[]) and indicator_no = any(%(indicators)s::int[])
"""


@dataclass(frozen=True, slots=True)
class _View:
    """One area as one reader sees it."""

    source: Source
    area: Any
    scope: Scope
    provinces: Sequence[int]
    by_name: bool

    @property
    def is_nation(self) -> bool:
        return bool(self.area.level == AreaLevel.NATION)

    async def figures(self, indicators: Iterable[int], periods: Sequence[Period]) -> list[Shown]:
        """The figures of some of the visible indicators in some periods."""
        parameters = {**self.scope.parameters, "indicators": list(indicators)}
        if self.is_nation:
            return await list_nation_figures(
                self.source,
                Scope(self.scope.indicators, self.scope.conditions, parameters),
                nation=self.area.no,
                provinces=self.provinces,
                periods=periods,
                by_name=self.by_name,
            )
        conditions = (*self.scope.conditions, "area_no = %(area_no)s", "period = any(%(periods)s::int[])")
        parameters |= {"area_no": self.area.no, "periods": [period.key for period in periods]}
        scope = Scope(self.scope.indicators, conditions, parameters)
        return await list_figures(self.source, scope, by_name=self.by_name, limit=MOST, after=())


async def get_overview(
    source: Source, area: str, period: Period | None, *, places: Sequence[str], by_name: bool, today: date
) -> Overview:
    """The standing of every indicator an area's reader may see, up to a period (default: the newest with data)."""
    row = await get_area(source, area)
    scope = area_scope(row, await wanted_indicators(source, None), places)
    provinces = await list_provinces(source) if row.level == AreaLevel.NATION else []
    used = await periods_in_use(source, [row.no, *provinces])
    viewed = period or (used[0] if used else Period(PeriodKind.QUARTER, today.year, (today.month + 2) // 3))
    view = _View(source, row, scope, provinces, by_name)
    past = [known for known in used if known.last_day() <= viewed.last_day()]
    standings = _standings(scope, await _shown(view, past, viewed))
    return Overview(
        area=row.id,
        area_name=row.name,
        period=str(viewed),
        periods=[str(known) for known in used],
        standings=standings,
        illustrative=any(standing.figure is not None and standing.figure.illustrative for standing in standings),
    )


async def _shown(view: _View, past: Sequence[Period], viewed: Period) -> list[Shown]:
    """Figures of the newest of the `past` periods, and the older ones of indicators that have none there.

    Where the newest period of each indicator is kept, it tells which older ones to read; only for a commune, or a view
    from before that period, is the whole past looked through, by key.
    """
    recent = _recent(past)
    latest = [] if view.area.is_leaf or len(recent) == len(past) else await _latest(view)
    before = {Period.from_key(row.period) for row in latest if row.place <= place_of(viewed)}
    window = [*recent, *(before - set(recent))]
    shown = await view.figures(view.scope.indicators, window)
    rest = [period for period in past if period not in window]
    known = set(view.scope.indicators) if view.area.is_leaf else {row.indicator_no for row in latest}
    sought = known - {found.indicator_no for found in shown}
    return [*shown, *await view.figures(sought, rest)] if sought and rest else shown


async def _latest(view: _View) -> list[Any]:
    """Newest periods of the area; for the nation also those of provinces, where they add up."""
    areas = [view.area.no, *view.provinces]
    rows = await view.source.rows(_LATEST, {"areas": areas, "indicators": list(view.scope.indicators)})
    adds_up = {no for no, row in view.scope.indicators.items() if row.aggregation != Aggregation.NONE}
    return [row for row in rows if row.area_no == view.area.no or row.indicator_no in adds_up]


def _recent(past: Sequence[Period]) -> list[Period]:
    """The newest periods of each kind, one more than a trend shows."""
    recent: list[Period] = []
    seen: Counter[PeriodKind] = Counter()
    for period in past:
        seen[period.kind] += 1
        if seen[period.kind] <= TREND + 1:
            recent.append(period)
    return recent


def _standings(scope: Scope, shown: Iterable[Shown]) -> list[IndicatorStanding]:
    by_indicator: dict[int, list[Shown]] = defaultdict(list)
    for figure in sorted(shown, key=lambda found: found.period, reverse=True):
        by_indicator[figure.indicator_no].append(figure)
    return [_standing(row.code, by_indicator[no]) for no, row in scope.indicators.items()]


def _standing(code: str, newest_first: Sequence[Shown]) -> IndicatorStanding:
    if not newest_first:
        return IndicatorStanding(indicator=code, figure=None, previous=None, trend=[])
    latest = newest_first[0]
    like = [found for found in newest_first if found.period.kind is latest.period.kind]
    points = [TrendPoint(period=found.figure.period, value=found.figure.value) for found in like]
    return IndicatorStanding(
        indicator=code,
        figure=latest.figure,
        previous=points[1] if len(points) > 1 else None,
        trend=points[:TREND][::-1],
    )
