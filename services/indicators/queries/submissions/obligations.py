"""Who owes which form for which period: units against submissions in one statement, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.indicators.obligations import Obligation, ObligationState, Task, TaskKind
from contracts.indicators.submissions import CellReason, Verb
from contracts.periods import Period
from kit.light import instant, light
from services.indicators.queries.source import Source
from services.indicators.rules.forms.form import KnownForm

_Obligation, _Task, _Reason = light(Obligation), light(Task), light(CellReason)

# Units were in force on the last day of the period, as for every value.
_OWED = """
    with owed as (
        select * from unnest(%(forms)s::int[], %(codes)s::text[], %(periods)s::int[], %(days)s::date[],
                             %(dues)s::date[]) as owed (form_id, code, period, day, due_on)
    ), standing as (
        select owed.form_id, owed.code, owed.period, owed.due_on, a.id as area, a.name as area_name, a.sort_key,
            a.level, a.reach, a.ancestors, s.id as submission, s.version, coalesce(s.state, 'not_started') as state,
            coalesce(s.is_correction, false) as is_correction, s.first_sent_on, s.sent_at, s.return_reason,
            greatest(0, coalesce(s.first_sent_on, %(today)s::date) - owed.due_on) as days_late
        from owed
        join forms f on f.id = owed.form_id
        join areas a on a.level = f.level and (a.id = any(f.applies_in) or a.ancestors && f.applies_in)
            and (f.kinds = '{{}}' or lower(a.kind) = any(array(select lower(kind) from unnest(f.kinds) as kind)))
            and a.valid_from <= owed.day and (a.valid_to is null or a.valid_to >= owed.day)
        left join submissions s on s.form_id = owed.form_id and s.area = a.id and s.period = owed.period
    ), wanted as (
        select standing.*, {choice} as choice from standing where {where}
    )
    select wanted.*, reminder.at as reminded_at, reminder.by_name as reminded_by,
        array(select c.indicator from submission_cells c where c.submission_id = wanted.submission
              and coalesce(c.value, c.numerator, c.denominator) is not null) as filled,
        {returned} as returned
    from wanted
    left join lateral (
        select at, by_name from submission_reminders r
        where r.form_id = wanted.form_id and r.area = wanted.area and r.period = wanted.period
          and wanted.state in ('not_started', 'draft', 'returned')
        order by on_day desc limit 1
    ) as reminder on true
    where choice is not null
      and (%(after_due)s::date is null or (due_on, code, period, sort_key, area)
           > (%(after_due)s, %(after_code)s::text, %(after_period)s::int, %(after_key)s::bytea, %(after_area)s::text))
    order by due_on, code, period, sort_key, area
    limit %(limit)s
"""
_LISTED = """
    reach && %(places)s::text[]
    and (%(within)s::text is null or area = %(within)s or ancestors @> array[%(within)s::text])
    and (not %(late)s or days_late > 0)
    and (%(state)s::text is null or state = %(state)s)
    and (not %(unsent)s or state in ('not_started', 'draft', 'returned') and is_correction is not true)
    and (%(areas)s::text[] is null or area = any(%(areas)s::text[]))
"""
_CHOICE = """case
    when state in ('not_started', 'draft', 'returned') and area in (select units_owned('values:write')) then 'submit'
    when state = 'submitted' and reach && %(reviews)s::text[] then 'accept'
    when state = 'accepted' and reach && %(publishes)s::text[] then 'publish'
end"""
_RETURNED = """array(
    select array[c.indicator, c.return_reason] from submission_cells c
    where c.submission_id = wanted.submission and wanted.state = 'returned' and c.return_reason is not null
    order by c.indicator)"""
_ALL = _OWED.format(choice="true", where=_LISTED, returned="null")
_MINE = _OWED.format(choice=_CHOICE, where="true", returned=_RETURNED)
_REMIND = """
    insert into submission_reminders (form_id, area, period, on_day, by_id, by_name)
    select %(form)s, area, %(period)s, %(day)s, %(by_id)s, %(by_name)s from unnest(%(areas)s::text[]) as area
    order by area
    on conflict (form_id, area, period, on_day) do nothing returning area
"""

Owed = Sequence[tuple[KnownForm, Period]]
"""Forms with the periods that are looked at."""


@dataclass(frozen=True, slots=True)
class After:
    """The place a page begins after."""

    due: date
    code: str
    period: int
    key: bytes
    area: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which obligations are meant; `places` are the nodes the reader may read."""

    places: Sequence[str]
    within: str | None = None
    areas: Sequence[str] | None = None
    late: bool = False
    state: ObligationState | None = None
    unsent: bool = False


async def list_obligations(
    source: Source, owed: Owed, wanted: Wanted, today: date, *, after: After | None, limit: int
) -> list[Any]:
    """Rows of obligations, first due first; at most limit + 1."""
    given = {
        **_asked(owed, today, after, limit),
        "places": list(wanted.places),
        "within": wanted.within,
        "late": wanted.late,
        "state": wanted.state and wanted.state.value,
        "unsent": wanted.unsent,
        "areas": None if wanted.areas is None else list(wanted.areas),
    }
    return await source.rows(_ALL, given)


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
    given = {**_asked(owed, today, after, limit), "reviews": list(reviews), "publishes": list(publishes)}
    return await source.rows(_MINE, given)


async def remind(
    source: Source, form: KnownForm, period: Period, areas: Sequence[str], *, day: date, by_id: str, by_name: str
) -> set[str]:
    """Remind units, those left out that were reminded on this day already; the ones that were."""
    given = {
        "form": form.id,
        "period": period.key,
        "areas": list(areas),
        "day": day,
        "by_id": by_id,
        "by_name": by_name,
    }
    return {row.area for row in await source.rows(_REMIND, given)}


def obligation_of(row: Any, form: KnownForm) -> Obligation:
    """The obligation a row tells of."""
    return _Obligation(**_told(row, form))


def task_of(row: Any, form: KnownForm) -> Task:
    """What waits, and the verb that moves it on."""
    return _Task(
        **_told(row, form),
        kind=_kind(row),
        verb=Verb(row.choice),
        return_reason=row.return_reason if row.state == ObligationState.RETURNED else None,
        returned=[_Reason(indicator=code, reason=reason) for code, reason in row.returned],
    )


def place_keys(row: Any) -> tuple[str, str, int, str, str]:
    """The sort keys of an obligation, as a cursor carries them."""
    return row.due_on.isoformat(), row.code, row.period, bytes(row.sort_key).hex(), row.area


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


def _told(row: Any, form: KnownForm) -> dict[str, Any]:
    period = Period.from_key(row.period)
    return {
        "form": row.code,
        "form_name": form.terms.name,
        "area": row.area,
        "area_name": row.area_name,
        "period": str(period),
        "opens_on": form.opens_on(period),
        "due_on": row.due_on,
        "days_late": row.days_late,
        "state": ObligationState(row.state),
        "submission": None if row.submission is None else str(row.submission),
        "version": row.version,
        "is_correction": row.is_correction,
        "asked": len(form.items),
        "filled": len(row.filled),
        "missing": sum(item.required for code, item in form.items.items() if code not in row.filled),
        "sent_at": None if row.sent_at is None else instant(row.sent_at),
        "reminded_at": None if row.reminded_at is None else instant(row.reminded_at),
        "reminded_by": row.reminded_by,
    }


def _asked(owed: Owed, today: date, after: After | None, limit: int) -> dict[str, Any]:
    return {
        "forms": [form.id for form, _ in owed],
        "codes": [form.code for form, _ in owed],
        "periods": [period.key for _, period in owed],
        "days": [form.last_day(period) for form, period in owed],
        "dues": [form.due_on(period) for form, period in owed],
        "today": today,
        "after_due": after and after.due,
        "after_code": after and after.code,
        "after_period": after and after.period,
        "after_key": after and after.key,
        "after_area": after and after.area,
        "limit": limit + 1,
    }
