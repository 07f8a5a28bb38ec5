"""Lists of figures: of areas as they are kept, or of the nation, summed when asked."""

from collections.abc import Sequence

from contracts.directory import AreaLevel
from services.indicators.queries.areas import get_area
from services.indicators.queries.figures import Shown, list_figures, list_nation_figures
from services.indicators.queries.scopes import (
    Wanted,
    area_scope,
    list_provinces,
    periods_in_use,
    scope_of,
    suits,
    wanted_indicators,
)
from services.indicators.queries.source import Source
from services.indicators.rules.territory import NATION


async def list_wanted_figures(
    source: Source, wanted: Wanted, places: Sequence[str], *, by_name: bool, limit: int, after: Sequence[int]
) -> list[Shown]:
    """Figures in the order of their key, from after the key `after`; at most `limit`."""
    if wanted.area == NATION or wanted.level is AreaLevel.NATION:
        shown = await _nation(source, wanted, places, by_name)
        shown.sort(key=_key)
        return [found for found in shown if not after or _key(found) > tuple(after)][:limit]
    scope = await scope_of(source, wanted, places)
    return await list_figures(source, scope, by_name=by_name, limit=limit, after=after)


async def _nation(source: Source, wanted: Wanted, places: Sequence[str], by_name: bool) -> list[Shown]:
    if wanted.within not in (None, NATION) or wanted.level not in (None, AreaLevel.NATION):
        return []
    nation = await get_area(source, NATION)
    scope = area_scope(nation, await wanted_indicators(source, wanted.indicator), places)
    provinces = await list_provinces(source)
    used = [wanted.period] if wanted.period else await periods_in_use(source, [nation.no, *provinces])
    return await list_nation_figures(
        source,
        scope,
        nation=nation.no,
        provinces=provinces,
        periods=[period for period in used if suits(wanted, period)],
        by_name=by_name,
    )


def _key(shown: Shown) -> tuple[int, int, int]:
    return shown.period.key, shown.area_no, shown.indicator_no
