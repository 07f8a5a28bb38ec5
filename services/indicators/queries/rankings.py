"""Rankings (xếp hạng) of the sheets of one framework and period, units as they were then: one statement over totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.assessments import Ranking, RankingEntry, ReportedResult, Stage
from contracts.periods import Period
from contracts.reach import NATION
from kit.errors import NotFound
from kit.light import light, number
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import StoredFramework, get_stored
from services.indicators.queries.source import Source
from services.indicators.rules.framework import Framework
from services.indicators.rules.standing import (
    Placed,
    Standing,
    goes_by_report,
    place,
    ranking_stage,
    rule_told,
)

_REPORTED = "reported"
_TOLD = """
    (areas.reach && %(places)s::text[] or a.decisive = 'final' or a.reported_source is not null)
"""
_RANKED = f"""
    select a.id, a.area, areas.name, a.decisive,
        case a.decisive when 'final' then t.final_points when 'appraised' then t.appraised_points
            when 'self' then t.self_points end as points,
        case a.decisive when 'final' then t.final_share when 'appraised' then t.appraised_share
            when 'self' then t.self_share end as share,
        t.final_scored = t.leaves as is_complete,
        a.reported_score, a.reported_rank, a.reported_source
    from assessments a
    join areas on areas.id = a.area
    left join assessment_totals t on t.assessment_id = a.id and t.code = ''
    where a.framework_id = %(framework)s and a.period = %(period)s and {_TOLD}
      and (%(within)s::text is null or a.area = %(within)s::text or %(within)s::text = any(areas.ancestors))
    order by areas.sort_key, a.id
"""  # noqa: S608 - our own statement
_NEWEST = f"""
    select a.period from assessments a join areas on areas.id = a.area
    where a.framework_id = %(framework)s and {_TOLD} order by a.period desc limit 1
"""  # noqa: S608 - our own statement


@dataclass(frozen=True, slots=True)
class _Unit:
    """One sheet of a ranking: the score that ranks it, its share of the maximum, and what that score is."""

    row: Any
    score: Decimal | None
    share: Decimal | None
    basis: str
    reported: ReportedResult | None


_entry, _result, _ranking = light(RankingEntry), light(ReportedResult), light(Ranking)


async def get_ranking(
    source: Source,
    *,
    framework: str,
    period: Period | None,
    level: AreaLevel | None,
    within: str | None,
    places: Sequence[str],
) -> Ranking:
    """The ranking of all units with a sheet, or of those within an area; empty at a level the framework is not for.

    A sheet under way is ranked for those who may read it, on `places`; for others it is not there. Without a period,
    of the newest that has sheets. NotFound for an unknown framework or area, or one never used.
    """
    stored = await get_stored(source, framework)
    told = {"framework": stored.id, "places": list(places)}
    period = period or await _newest(source, stored, told)
    rows: list[Any] = []
    if level is None or level is stored.framework.level:
        rows = await source.rows(_RANKED, {**told, "period": period.key, "within": within})
    if within is not None and not rows:
        await get_area(source, within)  # a ranking within nothing would look like an empty one
    units = {str(row.id): _unit(row, stored.framework) for row in rows}
    standings = [Standing(key, unit.share, _rank(unit)) for key, unit in units.items()]
    return _ranking(
        framework=stored.framework.code,
        framework_name=stored.framework.name,
        period=str(period),
        level=level or stored.framework.level,
        of=len(units),
        rule=rule_told(by_report=goes_by_report(standings), everywhere=NATION in places),
        items=[_item(placed, units[placed.key], stored.framework) for placed in place(standings)],
    )


async def _newest(source: Source, stored: StoredFramework, told: Mapping[str, Any]) -> Period:
    found = await source.rows(_NEWEST, told)
    if not found:
        raise NotFound(f"Chưa có hồ sơ đánh giá nào theo bộ chỉ số {stored.framework.code} mà tài khoản xem được.")
    return Period.from_key(found[0].period)


def _unit(row: Any, framework: Framework) -> _Unit:
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
        return _Unit(row, row.points, row.share, stage.value, reported)
    if reported is None:  # a sheet that has nothing yet will first be scored by its unit
        return _Unit(row, None, None, Stage.SELF.value, None)
    share = None if row.reported_score is None else row.reported_score / framework.scale.total
    return _Unit(row, row.reported_score, share, _REPORTED, reported)


def _rank(unit: _Unit) -> int | None:
    return None if unit.reported is None else unit.reported.rank


def _item(placed: Placed, unit: _Unit, framework: Framework) -> RankingEntry:
    return _entry(
        rank=placed.rank,
        area=unit.row.area,
        area_name=unit.row.name,
        assessment=placed.key,
        score=number(unit.score),
        max=number(framework.scale.total),
        share=number(None if placed.share is None else placed.share * 100),
        basis=unit.basis,
        reported=unit.reported,
        tied=placed.tied,
    )
