"""The list of recognised units: what was fixed when their results were published, highest level first."""

from dataclasses import dataclass
from typing import Any

from contracts.indicators.recognition import RecognisedUnit
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import instant, light, number
from kit.paging import NO_SUCH_PAGE, cursor, keys_of
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.source import Source

_unit = light(RecognisedUnit)
_LIST = """
    select r.assessment_id, f.code as framework, r.period, r.area, areas.name as area_name, areas.sort_key,
           r.level, r.level_no, r.level_name, r.points, r.maximum, r.share, r.rule_hash, r.told,
           p.instrument_number, p.instrument_issued_on, p.at
    from recognitions r
    join sheet_publications p on p.id = r.publication_id
    join frameworks f on f.id = r.framework_id
    join areas on areas.id = r.area
    where r.current and (%(framework)s::text is null or f.code = %(framework)s)
      and (%(period)s::int is null or r.period = %(period)s)
      and (%(within)s::text is null or r.area = %(within)s or %(within)s = any(areas.ancestors))
      and (%(level)s::text is null or coalesce(r.level, '') = %(level)s)
      and (%(no)s::int is null
           or (-r.period, -r.level_no, areas.sort_key, r.assessment_id::text)
              > (-%(at)s::int, -%(no)s::int, %(key)s::bytea, %(id)s::text))
    order by -r.period, -r.level_no, areas.sort_key, r.assessment_id::text limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the list; the level "" are units below the lowest one."""

    framework: str | None = None
    period: Period | None = None
    within: str | None = None
    level: str | None = None


async def list_rows(source: Source, asked: Asked, *, after: str | None, limit: int) -> list[Any]:
    """Newest period first, then the highest level, then units in Vietnamese order; one more row than `limit`."""
    keys = keys_of(after, (int, int, str, str))
    try:
        place = (keys[0], keys[1], bytes.fromhex(keys[2]), keys[3]) if keys else (None, None, None, None)
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error
    told = {
        "framework": asked.framework,
        "period": asked.period and asked.period.key,
        "within": asked.within,
        "level": asked.level,
        "limit": limit + 1,
    }
    rows = await source.rows(_LIST, told | dict(zip(("at", "no", "key", "id"), place, strict=True)))
    if not rows:  # an empty list must mean that nothing is published, never that a name was mistyped
        if asked.framework is not None:
            await get_stored(source, asked.framework)
        if asked.within is not None:
            await get_area(source, asked.within)
    return rows


def row_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor(row.period, row.level_no, bytes(row.sort_key).hex(), str(row.assessment_id))


def unit_of(row: Any) -> RecognisedUnit:
    """One recognised unit, as a light twin."""
    return _unit(
        assessment=str(row.assessment_id),
        framework=row.framework,
        period=str(Period.from_key(row.period)),
        area=row.area,
        area_name=row.area_name,
        level=row.level,
        level_name=row.level_name,
        points=number(row.points),
        max_points=number(row.maximum),
        share=number(row.share),
        next=row.told["next"],
        lacking=row.told["lacking"],
        instrument_number=row.instrument_number,
        instrument_issued_on=row.instrument_issued_on.isoformat(),
        published_at=instant(row.at),
        rule=row.rule_hash,
    )
