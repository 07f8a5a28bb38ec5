"""Who owes which form for which period: units against submissions in one statement, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.indicators.obligations import Obligation, ObligationState
from contracts.periods import Period
from kit.light import instant, light
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.owing import IN_FORCE, OWED, units
from services.indicators.rules.forms.form import KnownForm

_Obligation = light(Obligation)

# Which units owe a form is found once for all its periods; each then looks for what it sent by the key.
ITS_OWN = """
    left join lateral (
        select * from submissions s
        where s.form_id = owed.form_id and s.area = u.area and s.period = owed.period offset 0
    ) as s on true
"""
"""What a unit `u` made for the form and period of `owed`."""
OF_FORM = "owed.form_id, owed.code, owed.period, owed.due_on"
"""What is owed."""
STANDING = """u.area, u.area_name, u.sort_key, s.id as submission, s.version,
            coalesce(s.state, 'not_started') as state, coalesce(s.is_correction, false) as is_correction,
            s.first_sent_on, s.sent_at, s.return_reason,
            greatest(0, coalesce(s.first_sent_on, %(today)s::date) - owed.due_on) as days_late"""
"""Who owes it, and how it stands."""
PAGE = """
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
    order by due_on, code, period, sort_key, area
"""
"""The rows of a page, with what only they need."""
BOUNDS = """
    (%(after_due)s::date is null or (due_on, code, period, sort_key, area)
     > (%(after_due)s, %(after_code)s::text, %(after_period)s::int, %(after_key)s::bytea, %(after_area)s::text))
    order by due_on, code, period, sort_key, area
    limit %(limit)s
"""
_IN_SIGHT = """a.reach && %(places)s::text[]
    and (%(within)s::text is null or a.id = %(within)s or a.ancestors @> array[%(within)s::text])
    and (%(areas)s::text[] is null or a.id = any(%(areas)s::text[]))"""
_LISTED = """
    (not %(late)s or days_late > 0)
    and (%(state)s::text is null or state = %(state)s)
    and (not %(unsent)s or state in ('not_started', 'draft', 'returned') and is_correction is not true)
"""
_IN_STATE = """(coalesce(%(state)s::text, 'not_started') = 'not_started' or exists (
                select from submissions s
                where s.form_id = owed.form_id and s.period = owed.period and s.state = %(state)s))"""
# By form and period in the order of the list, so that a page reads no further than it is long.
_ALL = f"""
    with {OWED}, {units(_IN_SIGHT)}, standing as (
        select {OF_FORM}, found.* from (
            select * from owed where (%(after_due)s::date is null or due_on >= %(after_due)s) and {_IN_STATE}
            order by due_on, code, period
        ) as owed cross join lateral (
            select {STANDING} from units u {ITS_OWN} where u.form_id = owed.form_id and {IN_FORCE} offset 0
        ) as found
    ), wanted as (
        select * from standing where {_LISTED} and {BOUNDS}
    ) {PAGE.format(returned="null")}
"""  # noqa: S608 - our own statements
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
        **asked_for(owed, today, after, limit),
        "places": list(wanted.places),
        "within": wanted.within,
        "late": wanted.late,
        "state": wanted.state and wanted.state.value,
        "unsent": wanted.unsent,
        "areas": None if wanted.areas is None else list(wanted.areas),
    }
    return await source.rows(_ALL, given)


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
    return _Obligation(**told_of(row, form))


def place_keys(row: Any) -> tuple[str, str, int, str, str]:
    """The sort keys of an obligation, as a cursor carries them."""
    return row.due_on.isoformat(), row.code, row.period, bytes(row.sort_key).hex(), row.area


def told_of(row: Any, form: KnownForm) -> dict[str, Any]:
    """The fields of an obligation."""
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


def asked_for(owed: Owed, today: date, after: After | None, limit: int) -> dict[str, Any]:
    """What every statement is told of the forms and periods, and of the page."""
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
