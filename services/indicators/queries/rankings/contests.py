"""The contest behind a ranking: its units with the scores they are made of, read as one state."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.indicators.assessments import Stage
from kit.errors import Conflict
from services.indicators.queries.rankings.sheets import REPORTED, Sheets, Unit, Wanted, sheets_of
from services.indicators.queries.source import Source
from services.indicators.rules.inputs import restore
from services.indicators.rules.rankings.contest import Contest, Contestant, Part, parts_of, published_parts

_TRIES = 3
_POINTS = """
    select s.assessment_id, a.version, n.code, s.points, s.inputs
    from unnest(%(ids)s::uuid[], %(stages)s::text[]) as told (id, stage)
    join assessment_scores s on s.assessment_id = told.id and s.stage = told.stage
    join assessments a on a.id = s.assessment_id
    join framework_nodes n on n.id = s.node_id
"""
Edition = tuple[object, ...]
"""What a contest was read from: the definition, the period, and each sheet in its version."""


@dataclass(frozen=True, slots=True)
class Read:
    """A contest with the sheets it was made of."""

    sheets: Sheets
    contest: Contest


def edition_of(sheets: Sheets) -> Edition:
    """The proof of freshness of whatever is made of these sheets: a change of any of them gives another one."""
    told = tuple((key, unit.row.version, unit.basis) for key, unit in sheets.units.items())
    return (sheets.stored.definition_hash, sheets.period.key, told)


async def read_contest(source: Source, wanted: Wanted) -> Read:
    """The contest of a ranking. Sheets that move on while it is read are read again."""
    for _ in range(_TRIES):
        sheets = await sheets_of(source, wanted)
        contest = await contest_of(source, sheets)
        if contest is not None:
            return Read(sheets, contest)
    raise Conflict("Các hồ sơ đang được sửa liên tục; hãy thử lại.")


async def contest_of(source: Source, sheets: Sheets) -> Contest | None:
    """The contest of sheets that were read, None when one of them has moved on since."""
    scored = {key: unit for key, unit in sheets.units.items() if unit.share is not None}
    judged = {key: unit for key, unit in scored.items() if unit.basis != REPORTED}
    rows = await source.rows(
        _POINTS, {"ids": list(judged), "stages": [Stage(unit.basis).value for unit in judged.values()]}
    ) if judged else []  # fmt: skip
    by_sheet: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        by_sheet[str(row.assessment_id)][row.code] = row
    if by_sheet.keys() != judged.keys():
        return None
    if any(row.version != judged[str(row.assessment_id)].row.version for row in rows):
        return None
    contestants = tuple(_contestant(sheets, key, unit, by_sheet[key]) for key, unit in scored.items())
    ranked_only = sum(
        unit.share is None and unit.reported is not None and unit.reported.rank is not None
        for unit in sheets.units.values()
    )
    return Contest(sheets.stored.framework, str(sheets.period), contestants, ranked_only)


def _contestant(sheets: Sheets, key: str, unit: Unit, scores: Mapping[str, Any]) -> Contestant:
    assert unit.share is not None
    return Contestant(key, unit.row.area, unit.row.name, unit.share, _parts(sheets, unit, scores))


def _parts(sheets: Sheets, unit: Unit, scores: Mapping[str, Any]) -> tuple[Part, ...]:
    framework = sheets.stored.framework.for_unit(unit.row.area)
    if unit.basis == REPORTED:
        printed = unit.row.reported_parts or {}
        return published_parts(framework, {code: Decimal(points) for code, points in printed.items()})
    points = {code: row.points for code, row in scores.items()}
    inputs = {code: restore(row.inputs) for code, row in scores.items() if row.inputs is not None}
    return parts_of(framework, points, inputs)
