"""What evidence stands behind: cells of values, and criteria of sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.indicators.evidence import AttachedEvidence, Attachments
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import instant, light
from services.indicators.queries.evidence.pieces import COLUMNS, FROM, evidence_of
from services.indicators.queries.source import Source

_Attached, _Attachments = light(AttachedEvidence), light(Attachments)

# What is published, and what somebody is about to decide on, keeps the evidence it was sent with.
_VALUE_FIXED = """(exists (
               select from indicator_values v
               where (v.period, v.area_no, v.indicator_no) = ({period}, {area_no}, {indicator}.no)
           ) or exists (
               select from submissions sent join submission_cells c on c.submission_id = sent.id
               where sent.area = {area} and sent.period = {period} and sent.state in ('submitted', 'accepted')
                 and c.indicator = {indicator}.code
           ))"""
_SCORE_FIXED = """(exists (
               select from assessment_scores k where k.assessment_id = s.id and k.node_id = n.id and k.stage = 'final'
           ) or s.state <> 'self' and not exists (
               select from round_questions q where q.assessment_id = s.id and q.node_id = n.id and q.closed_at is null
           ))"""
_CELL = """
    select a.no as area_no, a.id as area, a.reach, i.no as indicator_no, i.code
    from areas a cross join indicators i where a.id = %(area)s and i.code = %(indicator)s
"""
_CRITERION = """
    select s.id as assessment_id, s.area, a.reach, n.id as node_id, n.code
    from assessments s join areas a on a.id = s.area
    join framework_nodes n on n.framework_id = s.framework_id and n.is_leaf
    where s.id = %(assessment)s and n.code = %(code)s
"""
# Whoever submits, accepts or publishes locks these rows too, and looks for evidence afterwards.
_HOLD_VALUE = "select id from submissions where area = %(area)s and period = %(period)s order by id for update"
_HOLD_SCORE = "select id from assessments where id = %(assessment_id)s for update"
_IS_VALUE_FIXED = f"""
    select {_VALUE_FIXED.format(period="%(period)s::int", area_no="%(area_no)s::int", area="%(area)s", indicator="i")}
        as is_fixed
    from indicators i where i.no = %(indicator_no)s
"""  # noqa: S608
_IS_SCORE_FIXED = f"""
    select {_SCORE_FIXED} as is_fixed
    from assessments s cross join framework_nodes n where s.id = %(assessment_id)s and n.id = %(node_id)s
"""  # noqa: S608
_TO_VALUE = """
    insert into value_evidence as held (period, area_no, indicator_no, evidence_id, note, by_name)
    values (%(period)s, %(area_no)s, %(indicator_no)s, %(evidence)s, %(note)s, %(by_name)s)
    on conflict (period, area_no, indicator_no, evidence_id) do update set note = excluded.note
    where held.note is distinct from excluded.note
    returning old.evidence_id is null as is_new
"""
_TO_SCORE = """
    insert into score_evidence as held (assessment_id, node_id, evidence_id, note, by_name)
    values (%(assessment_id)s, %(node_id)s, %(evidence)s, %(note)s, %(by_name)s)
    on conflict (assessment_id, node_id, evidence_id) do update set note = excluded.note
    where held.note is distinct from excluded.note
    returning old.evidence_id is null as is_new
"""
_FROM_VALUE = """
    delete from value_evidence
    where (period, area_no, indicator_no, evidence_id) = (%(period)s, %(area_no)s, %(indicator_no)s, %(evidence)s)
    returning evidence_id
"""
_FROM_SCORE = """
    delete from score_evidence
    where (assessment_id, node_id, evidence_id) = (%(assessment_id)s, %(node_id)s, %(evidence)s) returning evidence_id
"""
_OF_VALUES = f"""
    select i.code as subject, l.note, l.by_name as attached_by, l.at as attached_at, {COLUMNS},
           {_VALUE_FIXED.format(period="l.period", area_no="l.area_no", area="e.area", indicator="i")} as is_fixed
    {FROM} join value_evidence l on l.evidence_id = e.id
    join indicators i on i.no = l.indicator_no
    where l.period = %(period)s and l.area_no = (select no from areas where id = %(area)s)
      and (%(indicator)s::text is null or i.code = %(indicator)s)
    order by i.sort_code collate "C", l.at, e.id
"""  # noqa: S608 - our own columns
_COUNTS = """
    select period, area_no, indicator_no, count(*) as pieces from value_evidence
    where period = any(%(periods)s::int[]) and area_no = any(%(areas)s::int[])
      and indicator_no = any(%(indicators)s::int[])
    group by period, area_no, indicator_no
"""
_OF_SCORES = f"""
    select n.code as subject, l.note, l.by_name as attached_by, l.at as attached_at, {COLUMNS},
           {_SCORE_FIXED} as is_fixed
    {FROM} join score_evidence l on l.evidence_id = e.id
    join framework_nodes n on n.id = l.node_id join assessments s on s.id = l.assessment_id
    where l.assessment_id = %(assessment)s and (%(code)s::text is null or n.code = %(code)s)
    order by n.id, l.at, e.id
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What evidence is put behind: its unit, and the key of the link."""

    area: str
    reach: list[str]
    name: str
    key: dict[str, Any]
    of_value: bool


async def get_cell(source: Source, indicator: str, area: str, period: Period) -> Subject:
    """One cell of values, whether or not anything is saved in it; NotFound for an unknown indicator or area."""
    rows = await source.rows(_CELL, {"indicator": indicator, "area": area, "period": period.key})
    if not rows:
        raise NotFound("Không có chỉ tiêu hoặc đơn vị này.")
    row = rows[0]
    key = {"period": period.key, "area_no": row.area_no, "indicator_no": row.indicator_no}
    return Subject(row.area, row.reach, f"value:{row.code}:{row.area}:{period}", key, of_value=True)


async def get_criterion(source: Source, assessment: UUID, code: str) -> Subject:
    """One criterion of a sheet; NotFound when there is none, or none the caller may know of."""
    rows = await source.rows(_CRITERION, {"assessment": assessment, "code": code})
    if not rows:
        raise NotFound("Không có tiêu chí này trong hồ sơ.")
    row = rows[0]
    key = {"assessment_id": row.assessment_id, "node_id": row.node_id}
    return Subject(row.area, row.reach, f"score:{assessment}:{row.code}", key, of_value=False)


async def attach(source: Source, subject: Subject, evidence: UUID, *, note: str | None, by_name: str) -> bool:
    """Put evidence behind something; whether that, or its note, is news."""
    statement = _TO_VALUE if subject.of_value else _TO_SCORE
    given = {**subject.key, "evidence": evidence, "note": note, "by_name": by_name}
    return bool(await source.rows(statement, given))


async def hold(source: Source, subject: Subject) -> bool:
    """Let nobody submit or publish it until this transaction ends; whether somebody did already."""
    told = {**subject.key, "area": subject.area}
    await source.rows(_HOLD_VALUE if subject.of_value else _HOLD_SCORE, told)
    return bool((await source.rows(_IS_VALUE_FIXED if subject.of_value else _IS_SCORE_FIXED, told))[0].is_fixed)


async def detach(source: Source, subject: Subject, evidence: UUID) -> bool:
    """Take evidence away from behind something; whether it was there."""
    statement = _FROM_VALUE if subject.of_value else _FROM_SCORE
    return bool(await source.rows(statement, {**subject.key, "evidence": evidence}))


async def of_values(source: Source, area: str, period: Period, indicator: str | None = None) -> Attachments:
    """Evidence of a unit's values in a period, of all of them or of one, by indicator."""
    rows = await source.rows(_OF_VALUES, {"area": area, "period": period.key, "indicator": indicator})
    return _Attachments(items=[_attached(row) for row in rows])


async def counts_of(
    source: Source, periods: Iterable[int], areas: Iterable[int], indicators: Iterable[int]
) -> dict[tuple[int, int, int], int]:
    """How many pieces stand behind each cell (period, area, indicator) that has any; one statement."""
    given = {"periods": list(periods), "areas": list(areas), "indicators": list(indicators)}
    rows = await source.rows(_COUNTS, given)
    return {(row.period, row.area_no, row.indicator_no): row.pieces for row in rows}


async def of_scores(source: Source, assessment: UUID, code: str | None = None) -> Attachments:
    """Evidence of a sheet's criteria, of all of them or of one."""
    rows = await source.rows(_OF_SCORES, {"assessment": assessment, "code": code})
    return _Attachments(items=[_attached(row) for row in rows])


def _attached(row: Any) -> AttachedEvidence:
    return _Attached(
        subject=row.subject,
        evidence=evidence_of(row),
        note=row.note,
        attached_by=row.attached_by,
        attached_at=instant(row.attached_at),
        fixed=row.is_fixed,
    )


async def area_of(source: Source, assessment: UUID) -> str:
    """The unit of a sheet; NotFound when there is none, or none the caller may know of."""
    rows = await source.rows("select area from assessments where id = %(id)s", {"id": assessment})
    if not rows:
        raise NotFound("Không có hồ sơ đánh giá này.")
    area: str = rows[0].area
    return area
