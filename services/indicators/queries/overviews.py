"""Overviews: everything the dashboard of one area shows, from a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from contracts.directory import AreaLevel
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
    select period from latest
    where area_no = any(%(areas)s::int[]) and indicator_no = any(%(indicators)s::int[]) and place <= %(place)s
    group by period
"""


async def get_overview(
    source: Source, area: str, period: Period | None, *, places: Sequence[str], by_name: bool, today: date
) -> Overview:
    """The standing of every indicator an area's reader may see, up to a period (default: the newest with data)."""
    row = await get_area(source, area)
    scope = area_scope(row, await wanted_indicators(source, None), places)
    is_nation = row.level == AreaLevel.NATION
    provinces = await list_provinces(source) if is_nation else []
    used = await periods_in_use(source, [row.no, *provinces])
    viewed = period or (used[0] if used else Period(PeriodKind.QUARTER, today.year, (today.month + 2) // 3))
    window = await _window(source, scope, [row.no, *provinces], used, viewed)
    if is_nation:
        shown = await list_nation_figures(
            source, scope, nation=row.no, provinces=provinces, periods=window, by_name=by_name
        )
    else:
        shown = await list_figures(source, _within(scope, row.no, window), by_name=by_name, limit=MOST, after=())
    standings = _standings(scope, shown)
    return Overview(
        area=row.id,
        area_name=row.name,
        period=str(viewed),
        periods=[str(known) for known in used],
        standings=standings,
        illustrative=any(standing.figure is not None and standing.figure.illustrative for standing in standings),
    )


def _within(scope: Scope, area_no: int, periods: Sequence[Period]) -> Scope:
    conditions = (*scope.conditions, "area_no = %(area_no)s", "period = any(%(periods)s::int[])")
    parameters = {**scope.parameters, "area_no": area_no, "periods": [period.key for period in periods]}
    return Scope(scope.indicators, conditions, parameters)


async def _window(
    source: Source, scope: Scope, areas: Sequence[int], used: Sequence[Period], viewed: Period
) -> list[Period]:
    """The newest periods of each kind up to the one viewed, one more than a trend shows, and those of older figures."""
    window: list[Period] = []
    seen: Counter[PeriodKind] = Counter()
    for period in used:
        if period.last_day() <= viewed.last_day() and seen[period.kind] <= TREND:
            seen[period.kind] += 1
            window.append(period)
    parameters = {"areas": list(areas), "indicators": list(scope.indicators), "place": place_of(viewed)}
    older = (Period.from_key(row.period) for row in await source.rows(_LATEST, parameters))
    return [*window, *(period for period in older if period not in window)]


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
