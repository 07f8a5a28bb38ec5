"""Publication of sheets as written: all sheets of a framework and period within an area, set by set."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.rounds import PublicationInstrument, SheetPublication
from contracts.periods import Period
from services.indicators.queries.source import Source
from services.indicators.rules.rounds.certificates import Certificate

# In one order, so that two who publish at once wait for one another instead of for each other.
_LOCK = """
    select a.id, a.area, areas.name, a.state, a.submissions from assessments a join areas on areas.id = a.area
    where a.framework_id = %(framework)s and a.period = %(period)s
      and (a.area = %(within)s or %(within)s = any(areas.ancestors))
      and (cardinality(%(areas)s::text[]) = 0 or a.area = any(%(areas)s::text[]))
    order by a.id for update of a
"""
_FINAL = """
    select s.assessment_id, n.code, s.points
    from assessment_scores s join framework_nodes n on n.id = s.node_id
    where s.stage = 'final' and s.assessment_id = any(%(ids)s::uuid[])
"""
_PUBLISH = """
    insert into sheet_publications
        (framework_id, period, area, instrument_number, instrument_issued_on, sheets, by_id, by_name, illustrative)
    values (%(framework)s, %(period)s, %(within)s, %(number)s, %(issued_on)s, %(sheets)s, %(by_id)s, %(by_name)s,
            %(illustrative)s)
    returning id, at
"""
_MOVE = """
    update assessments set state = 'published', publication = %(publication)s, held = false, due = null,
        version = version + 1,
        updated_at = now()
    where id = any(%(ids)s::uuid[])
"""
_SUPERSEDE = "update recognitions set current = false where current and assessment_id = any(%(ids)s::uuid[])"
_RECOGNISE = """
    insert into recognitions (assessment_id, publication_id, framework_id, period, area, level, level_no, level_name,
                              points, maximum, share, rule_hash, told)
    select told.assessment, %(publication)s, %(framework)s, %(period)s, told.area, told.level, told.level_no, told.name,
           told.points, told.maximum, told.share, %(rule)s, told.told
    from unnest(%(ids)s::uuid[], %(areas)s::text[], %(levels)s::text[], %(nos)s::int[], %(names)s::text[],
                %(points)s::numeric[], %(maxima)s::numeric[], %(shares)s::numeric[], %(told)s::jsonb[])
         as told (assessment, area, level, level_no, name, points, maximum, share, told)
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is published together; `illustrative` results were invented, and are marked so."""

    framework_id: int
    framework: str
    rule_hash: str
    period: Period
    within: str
    instrument: PublicationInstrument
    illustrative: bool = False
    areas: Sequence[str] = ()


async def lock_sheets(source: Source, scope: Scope) -> list[Any]:
    """The sheets in question, which nobody else changes until this transaction ends."""
    told = {"framework": scope.framework_id, "period": scope.period.key, "within": scope.within}
    return await source.rows(_LOCK, told | {"areas": list(scope.areas)})


async def final_points(source: Source, ids: Sequence[UUID]) -> dict[UUID, dict[str, Decimal]]:
    """The final points of sheets by criterion."""
    found: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for row in await source.rows(_FINAL, {"ids": list(ids)}):
        found[row.assessment_id][row.code] = row.points
    return found


async def write_publication(
    source: Source, scope: Scope, ids: Sequence[UUID], *, by_id: str, by_name: str
) -> SheetPublication:
    """Keep the decision, and that these sheets are published by it."""
    told = {
        "framework": scope.framework_id,
        "period": scope.period.key,
        "within": scope.within,
        "number": scope.instrument.number,
        "issued_on": scope.instrument.issued_on,
        "sheets": len(ids),
        "by_id": by_id,
        "by_name": by_name,
        "illustrative": scope.illustrative,
    }
    made = (await source.rows(_PUBLISH, told))[0]
    await source.rows(_MOVE, {"ids": list(ids), "publication": made.id})
    return SheetPublication(
        id=str(made.id),
        framework=scope.framework,
        period=str(scope.period),
        within=scope.within,
        instrument=scope.instrument,
        at=made.at,
        by=by_name,
        sheets=len(ids),
    )


async def write_recognitions(
    source: Source, scope: Scope, publication: str, certificates: Mapping[UUID, Certificate]
) -> None:
    """Fix what units are recognised as; what was fixed by an earlier publication is kept, and no longer current."""
    await source.rows(_SUPERSEDE, {"ids": list(certificates)})
    found = list(certificates.values())
    told = {
        "publication": publication,
        "framework": scope.framework_id,
        "period": scope.period.key,
        "rule": scope.rule_hash,
        "ids": list(certificates),
        "areas": [one.area for one in found],
        "levels": [one.level for one in found],
        "nos": [one.level_no for one in found],
        "names": [one.name for one in found],
        "points": [one.points for one in found],
        "maxima": [one.maximum for one in found],
        "shares": [one.share for one in found],
        "told": [json.dumps({"next": one.next, "lacking": one.lacking}, ensure_ascii=False) for one in found],
    }
    await source.rows(_RECOGNISE, told)
