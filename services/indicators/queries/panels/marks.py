"""What members of a panel gave a sheet, how far they are, and what the head agreed."""

# ruff: noqa: S608 - our own statements
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import LateChange
from contracts.indicators.panels import PartState
from services.indicators.queries.panels.seats import GOVERNING
from services.indicators.queries.source import Source
from services.indicators.rules.panels.agreeing import Mark
from services.indicators.rules.panels.membership import Part
from services.indicators.rules.score_changes import Kept

_OF = "panel_id = %(panel)s and assessment_id = %(id)s"
_PARTS = f"""
    select account, version, state, given, reason, array(
        select n.code from panel_scores s join framework_nodes n on n.id = s.node_id
        where s.panel_id = part.panel_id and s.assessment_id = part.assessment_id and s.account = part.account
    ) as scored
    from panel_parts part where {_OF}
"""
_MARKS = f"""
    select s.account, n.code, s.points, s.inputs, s.note
    from panel_scores s join framework_nodes n on n.id = s.node_id
    where {_OF} and (%(account)s::text is null or s.account = %(account)s::text) order by s.account, n.id
"""
_AGREED = f"""
    select n.code, g.points, g.reason, g.by_name, g.at
    from panel_agreements g join framework_nodes n on n.id = g.node_id where {_OF}
"""
_STANDING = f"""
    select governing.id, n.code, g.at from ({GOVERNING}) governing
    left join panel_agreements g on g.panel_id = governing.id and g.assessment_id = %(id)s
    left join framework_nodes n on n.id = g.node_id
"""
_GIVEN = """
    from unnest(%(codes)s::text[], %(points)s::numeric[], %(inputs)s::jsonb[], %(notes)s::text[])
        as given (code, points, inputs, note)
    join framework_nodes n on n.framework_id = %(framework)s and n.code = given.code
"""
_PUT = f"""
    insert into panel_scores (panel_id, assessment_id, account, node_id, points, inputs, note)
    select %(panel)s, %(id)s, %(account)s, n.id, given.points, given.inputs, given.note
    {_GIVEN} where given.points is not null
    on conflict (panel_id, assessment_id, account, node_id) do update set
        points = excluded.points, inputs = excluded.inputs, note = excluded.note, at = now()
"""
_TAKE_BACK = f"""
    delete from panel_scores using (select n.id {_GIVEN} where given.points is null) as gone
    where {_OF} and account = %(account)s and node_id = gone.id
"""
_PUT_PART = """
    insert into panel_parts (panel_id, assessment_id, account, state, given, reason)
    values (%(panel)s, %(id)s, %(account)s, %(state)s, %(given)s, %(reason)s)
    on conflict (panel_id, assessment_id, account) do update set
        state = excluded.state, given = excluded.given, reason = excluded.reason,
        version = panel_parts.version + 1, at = now()
    where panel_parts.version = %(seen)s returning version
"""
_AGREE = f"""
    insert into panel_agreements (panel_id, assessment_id, node_id, points, reason, by_id, by_name, at)
    select %(panel)s, %(id)s, n.id, given.points, given.note, %(by_id)s, %(by_name)s, clock_timestamp() {_GIVEN}
    on conflict (panel_id, assessment_id, node_id) do update set
        points = excluded.points, reason = excluded.reason, by_id = excluded.by_id, by_name = excluded.by_name,
        at = excluded.at
"""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a head agreed of a criterion."""

    points: Decimal
    reason: str | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """One score as it is written: None takes it back."""

    code: str
    kept: Kept | None
    note: str | None


async def parts_of(source: Source, panel: UUID, assessment: UUID) -> dict[str, Part]:
    """How far members are, by account."""
    rows = await source.rows(_PARTS, {"panel": panel, "id": assessment})
    return {row.account: _part(row) for row in rows}


def _part(row: Any) -> Part:
    """Row security keeps scores from people of the unit: they know how many there are, not of what."""
    scored = frozenset(row.scored) if row.scored or not row.given else None
    return Part(row.version, PartState(row.state), row.given, row.reason, scored)


async def marks_of(
    source: Source, panel: UUID, assessment: UUID, *, account: str | None = None
) -> dict[str, list[Mark]]:
    """What members gave, or one of them, by criterion."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for row in await source.rows(_MARKS, {"panel": panel, "id": assessment, "account": account}):
        found[row.code].append(Mark(row.account, Kept(row.points, row.inputs), row.note))
    return found


async def agreed_of(source: Source, panel: UUID, assessment: UUID) -> dict[str, Agreed]:
    """What was agreed, by criterion."""
    rows = await source.rows(_AGREED, {"panel": panel, "id": assessment})
    return {row.code: Agreed(row.points, row.reason, row.by_name, row.at) for row in rows}


async def standing_agreement(
    source: Source, assessment: UUID, unit_class: str | None, late: Mapping[str, LateChange]
) -> frozenset[str] | None:
    """The criteria the head of the sheet's panel agreed, without those its unit changed since; None without a panel."""
    rows = await source.rows(_STANDING, {"id": assessment, "class": unit_class})
    if not rows:
        return None
    return frozenset(row.code for row in rows if row.code is not None and not is_outdated(row.code, row.at, late))


def is_outdated(code: str, at: datetime, late: Mapping[str, LateChange]) -> bool:
    """Whether the unit changed its own score after an agreement."""
    return code in late and late[code].at > at


async def put_scores(
    source: Source, panel: UUID, assessment: UUID, framework_id: int, account: str, given: Sequence[Given]
) -> None:
    """Write a member's scores."""
    told = {"panel": panel, "id": assessment, "account": account} | _columns(framework_id, given)
    for statement in (_PUT, _TAKE_BACK):
        await source.rows(statement, told)


async def put_part(source: Source, panel: UUID, assessment: UUID, account: str, part: Part) -> bool:
    """Write how far a member is over the version in `part`; False when it is another one by now."""
    told = {"panel": panel, "id": assessment, "account": account, "seen": part.version, "reason": part.reason}
    return bool(await source.rows(_PUT_PART, told | {"state": part.state.value, "given": part.given}))


async def put_agreements(
    source: Source,
    panel: UUID,
    assessment: UUID,
    framework_id: int,
    given: Sequence[Given],
    *,
    by_id: str,
    by_name: str,
) -> None:
    """Write what a head agrees."""
    told = {"panel": panel, "id": assessment, "by_id": by_id, "by_name": by_name}
    await source.rows(_AGREE, told | _columns(framework_id, given))


def _columns(framework_id: int, given: Sequence[Given]) -> dict[str, Any]:
    return {
        "framework": framework_id,
        "codes": [one.code for one in given],
        "points": [None if one.kept is None else one.kept.points for one in given],
        "inputs": [
            None if one.kept is None or one.kept.inputs is None else json.dumps(one.kept.inputs, ensure_ascii=False)
            for one in given
        ],
        "notes": [one.note for one in given],
    }
