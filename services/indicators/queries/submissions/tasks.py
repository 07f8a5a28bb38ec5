"""What waits for somebody: their own units' forms of every period, and what others sent them, in one statement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.indicators.obligations import ObligationState, Task, TaskKind
from contracts.indicators.submissions import CellReason, Verb
from kit.light import light
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.obligations import (
    BOUNDS,
    ITS_OWN,
    OF_FORM,
    PAGE,
    STANDING,
    After,
    Owed,
    asked_for,
    told_of,
)
from services.indicators.queries.submissions.owing import APPLIES, IN_FORCE, OWED, UNIT, units
from services.indicators.rules.forms.form import MOST_PERIODS, KnownForm

_Task, _Reason = light(Task), light(CellReason)

# What is to be sent begins with the caller's own units, what is to be decided with what waits: neither with every unit
# in every period. Of what a unit has not begun, the newest periods stand alone, the older ones are counted.
_OWN = "a.id = any(array(select units_owned('values:write')))"
_RETURNED = """array(
    select array[c.indicator, c.return_reason] from submission_cells c
    where c.submission_id = wanted.submission and wanted.state = 'returned' and c.return_reason is not null
    order by c.indicator)"""


def _waiting(state: str, places: str) -> str:
    """What waits in a state in the areas on which the caller decides it."""
    return f"""
        select * from submissions s where s.state = '{state}'
            and s.area = any(array(select id from areas where reach && %({places})s::text[]))"""  # noqa: S608 - our own words


_MINE = f"""
    with {OWED}, {units(_OWN)}, own as materialized (
        select {OF_FORM}, {STANDING}, 'submit' as choice
        from owed join units u on u.form_id = owed.form_id and {IN_FORCE} {ITS_OWN}
        where coalesce(s.state, 'draft') in ('draft', 'returned')
    ), waiting as materialized (
        {_waiting("submitted", "reviews")} union all {_waiting("accepted", "publishes")}
    ), senders as materialized (
        select {UNIT} from (select distinct form_id, area from waiting) as w
        join forms f on f.id = w.form_id join areas a on a.id = w.area and {APPLIES}
    ), others as (
        select {OF_FORM}, {STANDING}, case s.state when 'submitted' then 'accept' else 'publish' end as choice
        from waiting s join owed on owed.form_id = s.form_id and owed.period = s.period
        join senders u on u.form_id = s.form_id and u.area = s.area and {IN_FORCE}
    ), counted as (
        select *, row_number() over alike as nth, count(*) over (partition by form_id, area, state) as periods
        from own window alike as (partition by form_id, area, state order by due_on desc, period desc)
        union all select *, 0, 0 from others
    ), wanted as (
        select *, case when state = 'not_started' and nth = %(most)s then (periods - nth)::int else 0 end as older
        from counted where (state <> 'not_started' or nth <= %(most)s) and {BOUNDS}
    ) {PAGE.format(returned=_RETURNED)}
"""  # noqa: S608 - our own statements


async def list_tasks(
    source: Source,
    owed: Owed,
    today: date,
    *,
    reviews: Sequence[str],
    publishes: Sequence[str],
    after: After | None,
    limit: int,
) -> list[Any]:
    """Rows of what waits for the caller, first due first; at most limit + 1.

    `reviews` and `publishes` are the nodes on which they do; which units are their own the database says.
    """
    told = {"reviews": list(reviews), "publishes": list(publishes), "most": MOST_PERIODS}
    return await source.rows(_MINE, {**asked_for(owed, today, after, limit), **told})


def task_of(row: Any, form: KnownForm) -> Task:
    """What waits, and the verb that moves it on."""
    return _Task(
        **told_of(row, form),
        kind=_kind(row),
        verb=Verb(row.choice),
        return_reason=row.return_reason if row.state == ObligationState.RETURNED else None,
        returned=[_Reason(indicator=code, reason=reason) for code, reason in row.returned],
        older=row.older,
    )


def _kind(row: Any) -> TaskKind:
    match row.choice, row.state:
        case Verb.ACCEPT, _:
            return TaskKind.TO_REVIEW
        case Verb.PUBLISH, _:
            return TaskKind.TO_PUBLISH
        case _, ObligationState.RETURNED:
            return TaskKind.RETURNED
    if row.is_correction:
        return TaskKind.CORRECTION
    return TaskKind.LATE if row.days_late else TaskKind.DUE
