"""Recognised units, listed and counted: what was fixed when their results were published, highest level first."""

from dataclasses import dataclass
from typing import Any

from contracts.indicators.recognition import RecognisedUnit, RecognitionCount, RecognitionCounts
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import instant, light, number
from kit.paging import NO_SUCH_PAGE, cursor, keys_of
from kit.text import fold
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.source import Source

_unit, _count, _counts = light(RecognisedUnit), light(RecognitionCount), light(RecognitionCounts)
_WANTED = """
    from recognitions r
    join sheet_publications p on p.id = r.publication_id
    join frameworks f on f.id = r.framework_id
    join areas on areas.id = r.area
    where r.current and (%(framework)s::text is null or f.code = %(framework)s)
      and (%(period)s::int is null or r.period = %(period)s)
      and (%(within)s::text is null or r.area = %(within)s or %(within)s = any(areas.ancestors)
           or %(with_former)s::bool and areas.reach @> array[%(within)s])
      and (%(instrument)s::text is null or p.instrument_number = %(instrument)s)
      and (%(reached)s::bool is null or %(reached)s = (r.level is not null))
      and (select coalesce(bool_and(position(word in areas.folded) > 0), true) from unnest(%(words)s::text[]) as word)
"""
_LIST = f"""
    select r.assessment_id, f.code as framework, r.period, r.area, areas.name as area_name, areas.sort_key,
           r.level, r.level_no, r.level_name, r.points, r.maximum, r.share, r.rule_hash, r.told,
           p.instrument_number, p.instrument_issued_on, p.at, p.illustrative
    {_WANTED}
      and (%(level)s::text is null or coalesce(r.level, '') = %(level)s)
      and (%(no)s::int is null
           or (-r.period, -r.level_no, areas.sort_key, r.assessment_id::text)
              > (-%(at)s::int, -%(no)s::int, %(key)s::bytea, %(id)s::text))
    order by -r.period, -r.level_no, areas.sort_key, r.assessment_id::text limit %(limit)s
"""
_COUNT = f"""
    select told.*, place.name as area_name from (
        select f.code as framework, r.period, p.area, p.instrument_number, p.instrument_issued_on,
               r.level, r.level_no, r.level_name, p.illustrative, count(*)::int as units
        {_WANTED}
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    ) as told
    join areas place on place.id = told.area
    order by -told.period, told.framework, told.instrument_issued_on desc, told.instrument_number, place.sort_key,
             -told.level_no
"""  # noqa: S608 - our own statements


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the list; the level "" are units below the lowest one, `with_former` adds those of former units."""

    framework: str | None = None
    period: Period | None = None
    within: str | None = None
    level: str | None = None
    instrument: str | None = None
    q: str | None = None
    reached: bool | None = None
    with_former: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """The same for a statement."""
        return {
            "framework": self.framework,
            "period": self.period and self.period.key,
            "within": self.within,
            "level": self.level,
            "instrument": self.instrument,
            "reached": self.reached,
            "words": fold(self.q or "").split(),
            "with_former": self.with_former,
        }


async def list_rows(source: Source, asked: Asked, *, after: str | None, limit: int) -> list[Any]:
    """Newest period first, then the highest level, then units in Vietnamese order; one more row than `limit`."""
    keys = keys_of(after, (int, int, str, str))
    try:
        place = (keys[0], keys[1], bytes.fromhex(keys[2]), keys[3]) if keys else (None, None, None, None)
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error
    told = asked.told | {"limit": limit + 1}
    rows = await source.rows(_LIST, told | dict(zip(("at", "no", "key", "id"), place, strict=True)))
    if not rows:
        await _refuse_unknown(source, asked)
    return rows


async def count_units(source: Source, asked: Asked) -> RecognitionCounts:
    """The same units counted by framework, period, decision and level: newest first, highest level first."""
    rows = await source.rows(_COUNT, asked.told)
    if not rows:
        await _refuse_unknown(source, asked)
    return _counts(counts=[_counted(row) for row in rows])


async def _refuse_unknown(source: Source, asked: Asked) -> None:
    """An empty list must mean that nothing is published, never that a name was mistyped."""
    if asked.framework is not None:
        await get_stored(source, asked.framework)
    if asked.within is not None:
        await get_area(source, asked.within)


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
        illustrative=row.illustrative,
    )


def _counted(row: Any) -> RecognitionCount:
    return _count(
        framework=row.framework,
        period=str(Period.from_key(row.period)),
        area=row.area,
        area_name=row.area_name,
        instrument_number=row.instrument_number,
        instrument_issued_on=row.instrument_issued_on.isoformat(),
        level=row.level,
        level_name=row.level_name,
        rank=row.level_no,
        units=row.units,
        illustrative=row.illustrative,
    )
