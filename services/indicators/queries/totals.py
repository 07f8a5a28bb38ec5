"""Totals of sheets as kept beside their scores: written when scores are saved, counted again to prove them right."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import Stage
from services.indicators.queries.frameworks import StoredFramework, frameworks_by_id
from services.indicators.queries.source import Source
from services.indicators.rules.assessment import Sheet, StageTotal, Totals, assess
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.standing import decisive_stage

_FIGURES = {
    "leaves": "int",
    "self_points": "numeric",
    "self_share": "numeric",
    "self_scored": "int",
    "appraised_points": "numeric",
    "appraised_share": "numeric",
    "appraised_scored": "int",
    "final_points": "numeric",
    "final_share": "numeric",
    "final_scored": "int",
    "difference": "numeric",
    "verified": "int",
}
COLUMNS = ", ".join(_FIGURES)
_PUT = f"""
    insert into assessment_totals (assessment_id, code, {COLUMNS})
    select * from unnest(%(ids)s::uuid[], %(codes)s::text[],
                         {", ".join(f"%({name})s::{kind}[]" for name, kind in _FIGURES.items())})
    on conflict (assessment_id, code) do update set
        {", ".join(f"{name} = excluded.{name}" for name in _FIGURES)}
"""  # noqa: S608 - our own column names
_MARK = """
    update assessments a set decisive = told.decisive, totalled_by = %(totalled_by)s
    from unnest(%(ids)s::uuid[], %(decisive)s::text[]) as told (id, decisive) where a.id = told.id
"""
_DROP = "delete from assessment_totals where assessment_id = any(%(ids)s::uuid[])"
_OUTDATED = """
    select id, area from assessments
    where framework_id = %(framework)s and totalled_by is distinct from %(totalled_by)s for update
"""
_ALL = "select id, framework_id, area, decisive from assessments"
_KEPT = f"select assessment_id, code, {COLUMNS} from assessment_totals"  # noqa: S608
_POINTS = """
    select s.assessment_id, n.code, s.stage, s.points
    from assessment_scores s join framework_nodes n on n.id = s.node_id
    where s.assessment_id = any(%(ids)s::uuid[])
"""


async def put_totals(source: Source, stored: StoredFramework, sheets: Mapping[UUID, Sheet]) -> None:
    """Keep what the rules make of these sheets of one framework."""
    kept = [(id_, code, figures) for id_, sheet in sheets.items() for code, figures in _figures(sheet).items()]
    columns = zip(*(figures for _, _, figures in kept), strict=True)
    parameters = dict(zip(_FIGURES, map(list, columns), strict=True))
    await source.rows(_PUT, parameters | {"ids": [row[0] for row in kept], "codes": [row[1] for row in kept]})
    decisive = [_decisive(sheet) for sheet in sheets.values()]
    await source.rows(_MARK, {"ids": list(sheets), "decisive": decisive, "totalled_by": stored.definition_hash})


async def renew_totals(source: Source, stored: StoredFramework) -> int:
    """Make the totals anew of every sheet whose totals were made by another definition; how many there were."""
    parameters = {"framework": stored.id, "totalled_by": stored.definition_hash}
    areas = {row.id: row.area for row in await source.rows(_OUTDATED, parameters)}
    if areas:
        points = await _points(source, list(areas))
        await source.rows(_DROP, {"ids": list(areas)})
        sheets = {id_: assess(stored.framework.for_unit(area), points[id_]) for id_, area in areas.items()}
        await put_totals(source, stored, sheets)
    return len(areas)


async def count_disagreements(source: Source) -> int:
    """How many kept totals differ from what the rules make of the scores; 0 is the only right answer."""
    sheets = await source.rows(_ALL)
    frameworks = await frameworks_by_id(source, {row.framework_id for row in sheets})
    points = await _points(source, [row.id for row in sheets])
    kept = {(row.assessment_id, row.code): tuple(row[2:]) for row in await source.rows(_KEPT)}
    right: dict[tuple[UUID, str], tuple[object, ...]] = {}
    strayed = 0
    for row in sheets:
        sheet = assess(frameworks[row.framework_id].framework.for_unit(row.area), points[row.id])
        right |= {(row.id, code): figures for code, figures in _figures(sheet).items()}
        strayed += _decisive(sheet) != row.decisive
    return strayed + sum(kept.get(key) != right.get(key) for key in kept.keys() | right.keys())


def totals_of(framework: Framework, rows: Mapping[str, Any]) -> tuple[Totals, tuple[Totals, ...]]:
    """The kept totals of one sheet by code as the rules would give them: of the whole, and of its groups in order."""
    whole, *groups = (_totals(framework, node, rows[node.code]) for node in (framework.root, *framework.groups))
    return whole, tuple(groups)


def _totals(framework: Framework, node: Node, row: Any) -> Totals:
    own, appraised, final = (_stage(row, stage) for stage in (Stage.SELF, Stage.APPRAISED, Stage.FINAL))
    return Totals(node, framework.parents.get(node.code), own, appraised, final, row.difference, row.verified)


def _stage(row: Any, stage: Stage) -> StageTotal:
    points, share, scored = (getattr(row, f"{stage.value}_{figure}") for figure in ("points", "share", "scored"))
    return StageTotal(points, share, scored, row.leaves)


async def _points(source: Source, ids: list[UUID]) -> dict[UUID, dict[tuple[str, Stage], Decimal]]:
    points: dict[UUID, dict[tuple[str, Stage], Decimal]] = defaultdict(dict)
    for row in await source.rows(_POINTS, {"ids": ids}):
        points[row.assessment_id][row.code, Stage(row.stage)] = row.points
    return points


def _decisive(sheet: Sheet) -> str | None:
    stage = decisive_stage(sheet)
    return None if stage is None else stage.value


def _figures(sheet: Sheet) -> dict[str, tuple[object, ...]]:
    """What is kept of each group, in the order of the columns; the whole goes by no code."""
    return {totals.node.code: _row(totals) for totals in (sheet.total, *sheet.groups)}


def _row(totals: Totals) -> tuple[object, ...]:
    stages = [totals.stage(stage) for stage in (Stage.SELF, Stage.APPRAISED, Stage.FINAL)]
    figures = [figure for stage in stages for figure in (stage.points, stage.share, stage.scored)]
    return (totals.self_total.of, *figures, totals.difference, totals.verified)
