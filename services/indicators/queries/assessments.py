"""Sheets (hồ sơ đánh giá) as read: a fixed number of statements however many sheets, all sums made by the rules."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import (
    Assessment,
    AssessmentProof,
    ReportedResult,
    ScoreRevision,
    Stage,
)
from contracts.periods import Period
from kit.errors import NotFound
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import frameworks_by_id, get_stored
from services.indicators.queries.sheets import Entry, assessment_of, step_of
from services.indicators.queries.source import Source
from services.indicators.rules.assessment import Sheet, assess
from services.indicators.rules.framework import Framework
from services.indicators.rules.proof import prove

NO_ASSESSMENT = "Không có hồ sơ đánh giá này."

_SHEETS = """
    select a.id, a.framework_id, a.area, areas.name as area_name, areas.short_name,
        areas.sort_key, areas.reach, a.period, a.version, a.updated_at,
        a.reported_score, a.reported_rank, a.reported_source
    from assessments a join areas on areas.id = a.area
"""
_ONE = f"{_SHEETS} where a.id = %(id)s"
_LIST = f"""
    {_SHEETS}
    where (%(framework)s::text is null
           or a.framework_id = (select id from frameworks where code = %(framework)s::text))
      and (%(area)s::text is null or a.area = %(area)s::text)
      and (%(period)s::int is null or a.period = %(period)s::int)
      and areas.reach && %(places)s::text[]
      and (%(after_period)s::int is null
           or (-a.period, areas.sort_key, a.id) > (-%(after_period)s::int, %(after_key)s::bytea, %(after_id)s::uuid))
    order by -a.period, areas.sort_key, a.id
    limit %(limit)s
"""  # noqa: S608 - built of our own text only
_RANKED = f"""
    {_SHEETS}
    where a.framework_id = %(framework)s and a.period = %(period)s
      and (%(within)s::text is null or a.area = %(within)s::text or %(within)s::text = any(areas.ancestors))
"""
_SCORES = """
    select s.assessment_id, n.code, s.stage, s.points, s.reason
    from assessment_scores s join framework_nodes n on n.id = s.node_id
    where s.assessment_id = any(%(ids)s::uuid[])
"""
_REVISIONS = """
    select n.code, r.stage, r.old_points, r.new_points, r.reason, r.at, r.by_name
    from score_revisions r join framework_nodes n on n.id = r.node_id
    where r.assessment_id = %(id)s order by r.id desc
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets a list shows: None leaves a question open; `places` are the nodes the reader may read."""

    places: list[str]
    framework: str | None = None
    area: str | None = None
    period: Period | None = None


async def list_assessments(
    source: Source, wanted: Wanted, *, after: tuple[int, bytes, UUID] | None, limit: int
) -> list[Entry]:
    """Newest period first, then units in Vietnamese order; at most limit + 1. NotFound for what nobody knows."""
    period, key, last = after or (None, None, None)
    rows = await source.rows(
        _LIST,
        {
            "framework": wanted.framework,
            "area": wanted.area,
            "period": wanted.period and wanted.period.key,
            "places": wanted.places,
            "after_period": period,
            "after_key": key,
            "after_id": last,
            "limit": limit + 1,
        },
    )
    if not rows:
        await _refuse_unknown(source, wanted)
    return await _assessed(source, rows)


async def _refuse_unknown(source: Source, wanted: Wanted) -> None:
    """An empty list must mean that there is no sheet, never that a name was mistyped."""
    if wanted.framework is not None:
        await get_stored(source, wanted.framework)
    if wanted.area is not None:
        await get_area(source, wanted.area)


async def ranked_sheets(source: Source, *, framework_id: int, period: Period, within: str | None) -> list[Entry]:
    """Every sheet of one framework and period, of all units or of those within an area."""
    parameters = {"framework": framework_id, "period": period.key, "within": within}
    return await _assessed(source, await source.rows(_RANKED, parameters))


async def get_entry(source: Source, assessment: UUID) -> Entry:
    """One sheet, assessed; NotFound when there is none."""
    found = await _assessed(source, await source.rows(_ONE, {"id": assessment}))
    if not found:
        raise NotFound(NO_ASSESSMENT)
    return found[0]


async def get_assessment(source: Source, assessment: UUID) -> Assessment:
    """One whole sheet as the public interface shows it."""
    return assessment_of(await get_entry(source, assessment))


async def proof_of(source: Source, entry: Entry) -> AssessmentProof:
    """Why the totals of a sheet are what they are, and every change of its scores, newest first."""
    revisions = await source.rows(_REVISIONS, {"id": entry.id})
    return AssessmentProof(
        assessment=str(entry.id),
        self=step_of(prove(entry.sheet, Stage.SELF)),
        appraised=step_of(prove(entry.sheet, Stage.APPRAISED)),
        final=step_of(prove(entry.sheet, Stage.FINAL)),
        revisions=[
            ScoreRevision(
                code=row.code,
                stage=Stage(row.stage),
                old=row.old_points,
                new=row.new_points,
                reason=row.reason,
                at=row.at,
                by=row.by_name,
            )
            for row in revisions
        ],
    )


def place_keys(entry: Entry) -> tuple[int, str, str]:
    """The sort keys of a sheet in `list_assessments`, as a cursor carries them."""
    return entry.period.key, entry.sort_key.hex(), str(entry.id)


def place_of(keys: list[Any] | None) -> tuple[int, bytes, UUID] | None:
    """The place a cursor names; NotFound when it was not made by `place_keys`."""
    if keys is None:
        return None
    try:
        return Period.from_key(keys[0]).key, bytes.fromhex(keys[1]), UUID(keys[2])
    except ValueError as error:
        raise NotFound("Không có trang này; hãy bắt đầu lại từ trang đầu.") from error


async def _assessed(source: Source, rows: list[Any]) -> list[Entry]:
    if not rows:
        return []
    frameworks = await frameworks_by_id(source, {row.framework_id for row in rows})
    points: dict[UUID, dict[tuple[str, Stage], Decimal]] = defaultdict(dict)
    reasons: dict[UUID, dict[tuple[str, Stage], str]] = defaultdict(dict)
    for score in await source.rows(_SCORES, {"ids": [row.id for row in rows]}):
        key = (score.code, Stage(score.stage))
        points[score.assessment_id][key] = score.points
        if score.reason is not None:
            reasons[score.assessment_id][key] = score.reason
    return [
        _entry(row, frameworks[row.framework_id], assess(frameworks[row.framework_id], points[row.id]), reasons[row.id])
        for row in rows
    ]


def _entry(row: Any, framework: Framework, sheet: Sheet, reasons: dict[tuple[str, Stage], str]) -> Entry:
    reported = None
    if row.reported_source is not None:
        reported = ReportedResult(score=row.reported_score, rank=row.reported_rank, source=row.reported_source)
    return Entry(
        id=row.id,
        framework=framework,
        area=row.area,
        area_name=row.area_name,
        area_short_name=row.short_name,
        sort_key=bytes(row.sort_key),
        reach=row.reach,
        period=Period.from_key(row.period),
        version=row.version,
        updated_at=row.updated_at,
        reported=reported,
        sheet=sheet,
        reasons=reasons,
    )
