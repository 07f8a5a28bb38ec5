"""Scores as written: the sheet's row is the lock, all changes of one save go in set by set."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import Stage
from contracts.periods import Period
from kit.errors import NotFound
from services.indicators.queries.assessments import NO_ASSESSMENT
from services.indicators.queries.source import Source
from services.indicators.rules.score_changes import Change, Kept

_AREA = "select id, level, name, valid_from, valid_to, reach from areas where id = %(id)s"
_OPEN = """
    insert into assessments (framework_id, area, period) values (%(framework)s, %(area)s, %(period)s)
    on conflict (framework_id, area, period) do nothing returning id
"""
_FIND = "select id from assessments where framework_id = %(framework)s and area = %(area)s and period = %(period)s"
_SHEET = """
    select a.framework_id, a.area, areas.reach from assessments a join areas on areas.id = a.area where a.id = %(id)s
"""
_VERSION = "select version from assessments where id = %(id)s"
_PRESENT = """
    select n.code, s.stage, s.points, s.inputs, s.reason
    from assessment_scores s join framework_nodes n on n.id = s.node_id where s.assessment_id = %(id)s
"""
_CHANGES = """
    from unnest(%(codes)s::text[], %(stages)s::text[], %(old)s::numeric[], %(new)s::numeric[],
                %(old_inputs)s::jsonb[], %(new_inputs)s::jsonb[], %(reasons)s::text[])
         with ordinality
         as change (code, stage, old_points, new_points, old_inputs, new_inputs, reason, place)
    join framework_nodes n on n.framework_id = %(framework)s and n.code = change.code
"""
_REMEMBER = f"""
    insert into score_revisions (assessment_id, node_id, stage, old_points, new_points, old_inputs, new_inputs,
                                 reason, by_id, by_name)
    select %(id)s, n.id, change.stage, change.old_points, change.new_points, change.old_inputs, change.new_inputs,
           change.reason, %(by_id)s, %(by_name)s
    {_CHANGES} order by change.place
"""
_PUT = f"""
    insert into assessment_scores (assessment_id, node_id, stage, points, inputs, reason, by_id)
    select %(id)s, n.id, change.stage, change.new_points, change.new_inputs, change.reason, %(by_id)s
    {_CHANGES} where change.new_points is not null
    on conflict (assessment_id, node_id, stage) do update set
        points = excluded.points, inputs = excluded.inputs, reason = excluded.reason,
        by_id = excluded.by_id, at = now()
"""
_TAKE_BACK = f"""
    delete from assessment_scores s
    using (select n.id, change.stage {_CHANGES} where change.new_points is null) as gone
    where s.assessment_id = %(id)s and s.node_id = gone.id and s.stage = gone.stage
"""  # noqa: S608 - built of our own text only
_NEXT_VERSION = "update assessments set version = version + 1, updated_at = now() where id = %(id)s returning version"
_REPORT = """
    update assessments set reported_score = %(score)s, reported_rank = %(rank)s, reported_source = %(source)s,
        reported_parts = %(parts)s::jsonb,
        version = version + 1, updated_at = now()
    where id = %(id)s
"""


async def find_area(source: Source, area: str) -> Any | None:
    """Level, name, days and reach of an area, None when it is unknown."""
    rows = await source.rows(_AREA, {"id": area})
    return rows[0] if rows else None


async def open_sheet(source: Source, *, framework_id: int, area: str, period: Period) -> tuple[UUID, bool]:
    """The one sheet of a framework, unit and period, and whether it was made now."""
    key = {"framework": framework_id, "area": area, "period": period.key}
    made = await source.rows(_OPEN, key)
    if made:
        return made[0].id, True
    return (await source.rows(_FIND, key))[0].id, False


async def find_sheet(source: Source, *, framework_id: int, area: str, period: Period) -> UUID | None:
    """The sheet of a framework, unit and period, None before it is opened."""
    rows = await source.rows(_FIND, {"framework": framework_id, "area": area, "period": period.key})
    return rows[0].id if rows else None


async def get_sheet(source: Source, assessment: UUID) -> Any:
    """Framework, area and reach of a sheet; NotFound when there is none, or none the caller may know of."""
    rows = await source.rows(_SHEET, {"id": assessment})
    if not rows:
        raise NotFound(NO_ASSESSMENT)
    return rows[0]


async def version_of(source: Source, assessment: UUID) -> int:
    """The version of a sheet as it stands."""
    version: int = (await source.rows(_VERSION, {"id": assessment}))[0].version
    return version


async def present_scores(source: Source, assessment: UUID) -> dict[tuple[str, Stage], tuple[Kept, str | None]]:
    """What stands: score and reason by criterion and stage."""
    rows = await source.rows(_PRESENT, {"id": assessment})
    return {(row.code, Stage(row.stage)): (Kept(row.points, row.inputs), row.reason) for row in rows}


async def write_changes(
    source: Source, assessment: UUID, framework_id: int, changes: Sequence[Change], *, by_id: str, by_name: str
) -> None:
    """Write the changes, remember each, and give the sheet its next version."""
    parameters = {
        "id": assessment,
        "framework": framework_id,
        "by_id": by_id,
        "by_name": by_name,
        "codes": [change.code for change in changes],
        "stages": [change.stage.value for change in changes],
        "old": [_points(change.old) for change in changes],
        "new": [_points(change.new) for change in changes],
        "old_inputs": [_written(change.old) for change in changes],
        "new_inputs": [_written(change.new) for change in changes],
        "reasons": [change.reason for change in changes],
    }
    for statement in (_REMEMBER, _PUT, _TAKE_BACK, _NEXT_VERSION):
        await source.rows(statement, parameters)


def _points(kept: Kept | None) -> Decimal | None:
    return None if kept is None else kept.points


def _written(kept: Kept | None) -> str | None:
    return None if kept is None or kept.inputs is None else json.dumps(kept.inputs, ensure_ascii=False)


async def write_report(
    source: Source,
    assessment: UUID,
    *,
    score: Decimal | None,
    rank: int | None,
    printed_in: str,
    parts: Mapping[str, Decimal],
) -> None:
    """Keep a result as its publisher printed it, with the points of its main groups where those are printed."""
    told = json.dumps({code: f"{points:f}" for code, points in parts.items()}) if parts else None
    await source.rows(_REPORT, {"id": assessment, "score": score, "rank": rank, "source": printed_in, "parts": told})
