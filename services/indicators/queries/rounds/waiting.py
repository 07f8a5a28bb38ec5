"""Sheets that wait for somebody, in one statement: own ones to submit or explain, others to appraise and publish."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.indicators.rounds import SheetVerb
from contracts.indicators.sheet_tasks import SheetTask, SheetTaskKind
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import instant, light
from kit.paging import NO_SUCH_PAGE, cursor, keys_of
from services.indicators.queries.source import Source
from services.indicators.rules.framework import Framework

_task = light(SheetTask)
_NO_DUE = 99999999
"""What has no due day stands behind all that have one."""
_LIST = """
    with known as (
        select a.id, a.framework_id, a.area, areas.name as area_name, a.period, a.state, a.submissions, a.due,
            coalesce(to_char(a.due, 'YYYYMMDD')::int, %(no_due)s) as due_no,
            coalesce(t.leaves, 0) as leaves, coalesce(t.self_scored, 0) as scored,
            greatest(coalesce(t.appraised_scored, 0), coalesce(t.final_scored, 0)) as judged,
            a.area in (select units_owned('assessments:self')) as is_own,
            areas.reach && %(appraises)s::text[] as appraises,
            areas.reach && %(finalises)s::text[] as finalises, a.updated_at
        from assessments a
        join areas on areas.id = a.area
        left join assessment_totals t on t.assessment_id = a.id and t.code = ''
        where a.framework_id = any(%(frameworks)s::int[])
    ), waiting as (
        select known.*, last.verb as last_verb, last.reason, last.at,
            case
                when state = 'self' and is_own and submissions > 0 and last.verb = 'send_back' then 'sent_back'
                when state = 'self' and is_own and (submissions > 0 or judged < leaves) then 'to_submit'
                when state = 'explaining' and is_own then 'to_explain'
                when state = 'submitted' and appraises then 'to_appraise'
                when state = 'finalised' and finalises then 'to_publish'
                when state = 'appraising' and finalises and judged >= leaves then 'to_finalise'
                when state = 'appraising' and appraises and last.verb = 'explain' then 'explained'
                when state = 'appraising' and appraises then 'appraising'
            end as kind
        from known
        left join lateral (
            select verb, reason, at from round_steps where assessment_id = known.id order by id desc limit 1
        ) last on true
    )
    select waiting.*, coalesce(asked.open, 0)::int as questions, coalesce(asked.unanswered, 0)::int as unanswered
    from waiting
    left join lateral (
        select count(*) as open, count(*) filter (where answer is null) as unanswered
        from round_questions where assessment_id = waiting.id and closed_at is null
    ) asked on true
    where kind is not null and (%(due)s::int is null or (due_no, id) > (%(due)s::int, %(id)s::uuid))
    order by due_no, id limit %(limit)s
"""
_VERBS = {
    SheetTaskKind.TO_SUBMIT: SheetVerb.SUBMIT,
    SheetTaskKind.SENT_BACK: SheetVerb.SUBMIT,
    SheetTaskKind.TO_EXPLAIN: SheetVerb.EXPLAIN,
    SheetTaskKind.TO_APPRAISE: SheetVerb.BEGIN,
    SheetTaskKind.EXPLAINED: SheetVerb.ASK,
    SheetTaskKind.APPRAISING: SheetVerb.ASK,
    SheetTaskKind.TO_FINALISE: SheetVerb.FINALISE,
    SheetTaskKind.TO_PUBLISH: SheetVerb.PUBLISH,
}


@dataclass(frozen=True, slots=True)
class Held:
    """Where somebody works as appraiser, and where as publisher; whose own unit it is the database knows."""

    appraises: list[str]
    finalises: list[str]


async def list_waiting(
    source: Source, frameworks: Collection[int], held: Held, *, after: str | None, limit: int
) -> list[Any]:
    """Sheets of these frameworks, first due first; one more row than `limit`."""
    keys = keys_of(after, (int, str))
    try:
        due, last = (keys[0], UUID(keys[1])) if keys else (None, None)
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error
    told = {"appraises": held.appraises, "finalises": held.finalises, "frameworks": sorted(frameworks)}
    return await source.rows(_LIST, told | {"no_due": _NO_DUE, "due": due, "id": last, "limit": limit + 1})


def row_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor(row.due_no, str(row.id))


def task_of(row: Any, framework: Framework) -> SheetTask:
    """One sheet of a framework that waits, as a light twin."""
    kind = SheetTaskKind(row.kind)
    return _task(
        assessment=str(row.id),
        framework=framework.code,
        framework_name=framework.name,
        area=row.area,
        area_name=row.area_name,
        period=str(Period.from_key(row.period)),
        state=row.state,
        kind=kind,
        verb=_VERBS[kind],
        reason=row.reason,
        due=None if row.due is None else row.due.isoformat(),
        since=instant(row.at or row.updated_at),
        questions=row.questions,
        unanswered=row.unanswered,
        criteria=row.leaves,
        scored=row.scored,
        judged=row.judged,
    )
