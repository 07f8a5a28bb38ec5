"""Sheets (hồ sơ đánh giá) as read: a fixed number of statements however many sheets, lists from the totals kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import (
    Assessment,
    AssessmentProof,
    LateChange,
    ScoreRevision,
    SheetState,
    Stage,
)
from contracts.periods import Period
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE
from services.indicators.queries.areas import get_area
from services.indicators.queries.frameworks import frameworks_by_id, get_stored
from services.indicators.queries.sheets import Entry, Head, Listed, assessment_of, inputs_of, reported_of, step_of
from services.indicators.queries.source import Source
from services.indicators.queries.totals import COLUMNS, totals_of
from services.indicators.rules.assessment import assess
from services.indicators.rules.framework import Framework
from services.indicators.rules.frameworks.classes import UnitClass
from services.indicators.rules.inputs import restore
from services.indicators.rules.proof import prove

NO_ASSESSMENT = "Không có hồ sơ đánh giá này, hoặc hồ sơ ngoài phạm vi của tài khoản."

_SHEETS = """
    select a.id, a.framework_id, a.area, areas.name as area_name,
        areas.sort_key, areas.reach, a.period, a.version, a.updated_at, a.decisive, a.state, a.held,
        a.reported_score, a.reported_rank, a.reported_source
    from assessments a join areas on areas.id = a.area
"""
_ONE = f"{_SHEETS} where a.id = %(id)s"
_OWN = "a.area = %(area)s::text"
_OWN_AND_FORMER = f"""({_OWN} or areas.no in (
    select c.source_no from carries c join areas t on t.no = c.target_no where t.id = %(area)s::text))"""  # noqa: S608
_LIST = """
    {sheets}
    where (%(framework)s::text is null
           or a.framework_id = (select id from frameworks where code = %(framework)s::text))
      and (%(area)s::text is null or {whose})
      and (%(period)s::int is null or a.period = %(period)s::int)
      and areas.reach && %(places)s::text[]
      and (%(after_period)s::int is null
           or (-a.period, areas.sort_key, a.id) > (-%(after_period)s::int, %(after_key)s::bytea, %(after_id)s::uuid))
    order by -a.period, areas.sort_key, a.id
    limit %(limit)s
"""
_LISTS = {
    False: _LIST.format(sheets=_SHEETS, whose=_OWN),
    True: _LIST.format(sheets=_SHEETS, whose=_OWN_AND_FORMER),
}
"""The list; and the one in which a unit's sheets are followed by those of the former units it is made of."""
_TOTALS = f"""
    select assessment_id, code, {COLUMNS} from assessment_totals where assessment_id = any(%(ids)s::uuid[])
"""  # noqa: S608 - our own column names
_SCORES = """
    with judged as (
        select node_id, max(id) as id from score_revisions
        where assessment_id = %(id)s and stage = 'appraised' group by node_id
    ), moved as (
        select r.node_id, (array_agg(r.old_points order by r.id))[1] as points,
            (array_agg(r.old_inputs order by r.id))[1] as inputs, max(r.at) as at
        from score_revisions r join judged on judged.node_id = r.node_id and r.id > judged.id
        where r.assessment_id = %(id)s and r.stage = 'self' group by r.node_id
    )
    select n.code, s.stage, s.points, s.inputs, s.reason,
        moved.points as seen_points, moved.inputs as seen_inputs, moved.at as moved_at
    from assessment_scores s join framework_nodes n on n.id = s.node_id
    left join moved on moved.node_id = s.node_id and s.stage = 'appraised'
    where s.assessment_id = %(id)s
"""
_EVIDENCE = """
    select n.code, count(*)::int as pieces from score_evidence e join framework_nodes n on n.id = e.node_id
    where e.assessment_id = %(id)s group by n.code
"""
_REVISIONS = """
    select n.code, r.stage, r.old_points, r.new_points, r.old_inputs, r.new_inputs, r.reason, r.at, r.by_name
    from score_revisions r join framework_nodes n on n.id = r.node_id
    where r.assessment_id = %(id)s order by r.id desc
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets a list shows: None leaves a question open; `places` are the nodes the reader may read.

    `with_former` lists those of former units beside what they became.
    """

    places: list[str]
    framework: str | None = None
    area: str | None = None
    period: Period | None = None
    with_former: bool = False


async def list_assessments(
    source: Source, wanted: Wanted, *, after: tuple[int, bytes, UUID] | None, limit: int
) -> list[Listed]:
    """Newest period first, then units in Vietnamese order; at most limit + 1. NotFound for what nobody knows."""
    period, key, last = after or (None, None, None)
    rows = await source.rows(
        _LISTS[wanted.with_former],
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
    return await _listed(source, rows)


async def _refuse_unknown(source: Source, wanted: Wanted) -> None:
    """An empty list must mean that there is no sheet, never that a name was mistyped."""
    if wanted.framework is not None:
        await get_stored(source, wanted.framework)
    if wanted.area is not None:
        await get_area(source, wanted.area)


async def get_entry(source: Source, assessment: UUID) -> Entry:
    """One sheet, assessed; NotFound when there is none."""
    rows = await source.rows(_ONE, {"id": assessment})
    if not rows:
        raise NotFound(NO_ASSESSMENT)
    frameworks = await frameworks_by_id(source, {rows[0].framework_id})
    framework = frameworks[rows[0].framework_id].framework.for_unit(rows[0].area)
    scores = await source.rows(_SCORES, {"id": assessment})
    by_key = {(score.code, Stage(score.stage)): score for score in scores}
    return Entry(
        head=_head(rows[0], framework, frameworks[rows[0].framework_id].framework.class_of(rows[0].area)),
        sheet=assess(framework, {key: score.points for key, score in by_key.items()}),
        inputs={key: restore(score.inputs) for key, score in by_key.items() if score.inputs is not None},
        reasons={key: score.reason for key, score in by_key.items() if score.reason is not None},
        late=_late_changes(by_key),
        evidence={row.code: row.pieces for row in await source.rows(_EVIDENCE, {"id": assessment})},
    )


def _late_changes(scores: Mapping[tuple[str, Stage], Any]) -> dict[str, LateChange]:
    """By criterion what the unit had when it was appraised, where it has something else now."""
    found = {}
    for (code, _), score in scores.items():
        if score.moved_at is None:
            continue
        own = scores.get((code, Stage.SELF))
        now = (own.points, own.inputs) if own else (None, None)
        if now != (score.seen_points, score.seen_inputs):
            found[code] = LateChange(before=score.seen_points, at=score.moved_at)
    return found


async def get_assessment(source: Source, assessment: UUID) -> Assessment:
    """One whole sheet as the public interface shows it."""
    return assessment_of(await get_entry(source, assessment))


async def proof_of(source: Source, entry: Entry) -> AssessmentProof:
    """Why the totals of a sheet are what they are, and every change of its scores, newest first.

    Of a partial entry neither the scores under way nor their changes are told.
    """
    revisions = await source.rows(_REVISIONS, {"id": entry.head.id})
    steps = {stage.value: step_of(prove(entry.sheet, stage, entry.inputs_at(stage))) for stage in Stage}
    return AssessmentProof(
        assessment=str(entry.head.id),
        partial=entry.partial,
        **steps,
        revisions=[
            ScoreRevision(
                code=row.code,
                stage=Stage(row.stage),
                old=row.old_points,
                new=row.new_points,
                old_inputs=inputs_of(row.old_inputs),
                new_inputs=inputs_of(row.new_inputs),
                reason=row.reason,
                at=row.at,
                by=row.by_name,
            )
            for row in revisions
            if not entry.partial or row.stage == Stage.FINAL
        ],
    )


def place_keys(listed: Listed) -> tuple[int, str, str]:
    """The sort keys of a sheet in `list_assessments`, as a cursor carries them."""
    return listed.head.period.key, listed.head.sort_key.hex(), str(listed.head.id)


def place_of(keys: list[Any] | None) -> tuple[int, bytes, UUID] | None:
    """The place a cursor names; NotFound when it was not made by `place_keys`."""
    if keys is None:
        return None
    try:
        return Period.from_key(keys[0]).key, bytes.fromhex(keys[1]), UUID(keys[2])
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error


async def _listed(source: Source, rows: list[Any]) -> list[Listed]:
    if not rows:
        return []
    frameworks = await frameworks_by_id(source, {row.framework_id for row in rows})
    kept: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for totals in await source.rows(_TOTALS, {"ids": [row.id for row in rows]}):
        kept[totals.assessment_id][totals.code] = totals
    listed = []
    for row in rows:
        if row.id not in kept:  # the database keeps them from this reader
            continue
        framework = frameworks[row.framework_id].framework.for_unit(row.area)
        total, groups = totals_of(framework, kept[row.id])
        listed.append(Listed(_head(row, framework), total, groups))
    return listed


def _head(row: Any, framework: Framework, of: UnitClass | None = None) -> Head:
    return Head(
        unit_class=of.name if of else None,
        class_key=of.key if of else None,
        id=row.id,
        framework=framework,
        area=row.area,
        area_name=row.area_name,
        sort_key=bytes(row.sort_key),
        reach=row.reach,
        period=Period.from_key(row.period),
        version=row.version,
        updated_at=row.updated_at,
        decisive=None if row.decisive is None else Stage(row.decisive),
        reported=reported_of(row),
        framework_id=row.framework_id,
        state=SheetState(row.state),
        is_held=row.held,
    )
