"""The sheets of a ranking and of the period it is compared with: one statement over the totals kept of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.assessments import ReportedResult, Stage
from contracts.indicators.boundaries import Carried
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import light, number
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import StoredFramework, get_stored
from services.indicators.queries.source import Source
from services.indicators.rules.framework import Framework
from services.indicators.rules.standing import Standing, ranking_stage

REPORTED = "reported"
_TOLD = """
    (areas.reach && %(places)s::text[] or a.decisive = 'final' and not a.held or a.reported_source is not null)
"""
_PERIOD = f"""
    select a.period from assessments a join areas on areas.id = a.area
    where a.framework_id = %(framework)s and {_TOLD}
"""  # noqa: S608 - our own statement
_RANKED = f"""
    with wanted as (
        select coalesce(%(period)s::int, ({_PERIOD} order by a.period desc limit 1)) as period
    ), compared as (
        select period, case when %(compares)s::bool then coalesce(%(previous)s::int,
            ({_PERIOD} and a.period < wanted.period order by a.period desc limit 1)) end as previous
        from wanted
    )
    select a.id, a.area, areas.name, areas.kind, a.period, compared.period as wanted, a.version, a.decisive,
        case a.decisive when 'final' then t.final_points when 'appraised' then t.appraised_points
            when 'self' then t.self_points end as points,
        case a.decisive when 'final' then t.final_share when 'appraised' then t.appraised_share
            when 'self' then t.self_share end as share,
        t.final_scored = t.leaves as is_complete, t.verified, t.leaves,
        a.reported_score, a.reported_rank, a.reported_source, a.reported_parts
    from compared
    join assessments a on a.framework_id = %(framework)s and a.period in (compared.period, compared.previous)
    join areas on areas.id = a.area
    left join assessment_totals t on t.assessment_id = a.id and t.code = ''
    where {_TOLD}
      and (%(within)s::text is null or a.area = %(within)s::text or %(within)s::text = any(areas.ancestors))
    order by areas.sort_key, a.id
"""  # noqa: S608 - our own statement
_NEWEST = f"{_PERIOD} order by a.period desc limit 1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which ranking, for whom: `places` are the nodes they may read; without periods the newest, and the one before."""

    framework: str
    places: Sequence[str]
    period: Period | None = None
    previous: Period | None = None
    level: AreaLevel | None = None
    within: str | None = None
    unit_class: str | None = None
    compares: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """One sheet of a ranking: the score that ranks it, its share of the maximum, and what that score is."""

    row: Any
    score: Decimal | None
    share: Decimal | None
    basis: str
    reported: ReportedResult | None
    carried: Carried | None = None

    @property
    def standing(self) -> Standing:
        """What places it."""
        return Standing(str(self.row.id), self.share, None if self.reported is None else self.reported.rank)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The units of a ranking by the ids of their sheets in the order of their names, and those of the period before."""

    stored: StoredFramework
    period: Period
    previous: Period | None
    units: Mapping[str, Unit]
    earlier: Sequence[Unit]


_result = light(ReportedResult)


async def sheets_of(source: Source, wanted: Wanted) -> Sheets:
    """The sheets of a ranking; none at a level the framework is not for.

    A sheet under way is there for those who may read it alone. Without a period, of the newest that has sheets.
    NotFound for an unknown framework or area, or a framework never used.
    """
    stored = await get_stored(source, wanted.framework)
    told = {"framework": stored.id, "places": list(wanted.places)}
    rows: list[Any] = []
    if wanted.level is None or wanted.level is stored.framework.level:
        asked = {
            "period": wanted.period and wanted.period.key,
            "previous": wanted.previous and wanted.previous.key,
            "within": wanted.within,
            "compares": wanted.compares,
        }
        rows = await source.rows(_RANKED, told | asked)
    period = Period.from_key(rows[0].wanted) if rows else wanted.period or await _newest(source, stored, told)
    if wanted.within is not None and not rows:
        await get_area(source, wanted.within)  # a ranking within nothing would look like an empty one
    made = [_unit(row, stored.framework.for_unit(row.area)) for row in rows]
    earlier = [unit for unit in made if unit.row.period != period.key]
    previous = Period.from_key(earlier[0].row.period) if earlier else None
    units = {str(unit.row.id): unit for unit in made if unit.row.period == period.key}
    return Sheets(stored, period, previous, units, earlier)


async def _newest(source: Source, stored: StoredFramework, told: Mapping[str, Any]) -> Period:
    found = await source.rows(_NEWEST, told)
    if not found:
        raise NotFound(f"Chưa có hồ sơ đánh giá nào theo bộ chỉ số {stored.framework.code} mà tài khoản xem được.")
    return Period.from_key(found[0].period)


def _unit(row: Any, framework: Framework) -> Unit:
    reported = None
    if row.reported_source is not None:
        reported = _result(score=number(row.reported_score), rank=row.reported_rank, source=row.reported_source)
    decisive = None if row.decisive is None else Stage(row.decisive)
    stage = ranking_stage(
        decisive,
        has_total=row.share is not None,
        is_complete=bool(row.is_complete),
        has_report=reported is not None,
    )
    if stage is not None:
        return Unit(row, row.points, row.share, stage.value, reported)
    if reported is None:  # a sheet that has nothing yet will first be scored by its unit
        return Unit(row, None, None, Stage.SELF.value, None)
    share = None if row.reported_score is None else row.reported_score / framework.scale.total
    return Unit(row, row.reported_score, share, REPORTED, reported)
