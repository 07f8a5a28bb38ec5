"""How many units are late with what: who owes, less who has sent, by form and period; no row for each unit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.indicators.obligations import LateUnits
from contracts.periods import Period
from kit.light import light
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.obligations import Owed, asked_for
from services.indicators.queries.submissions.owing import IN_FORCE, OWED, units
from services.indicators.rules.forms.form import MOST_PERIODS, KnownForm

_LateUnits = light(LateUnits)

# Everything that was begun is counted by its key; what of it is not sent by the short index of what is under way.
# Units are looked up one by one, whatever the planner thinks of their number.
_IN_SIGHT = "a.reach && %(places)s::text[]"
_LATE = f"""
    with {OWED}, {units(_IN_SIGHT)}, spans as materialized (
        select form_id, valid_from, valid_to, count(*) as units from units group by form_id, valid_from, valid_to
    ), owing as materialized (
        select owed.form_id, owed.code, owed.period, owed.due_on, sum(u.units)::int as units
        from owed join spans u on u.form_id = owed.form_id and {IN_FORCE}
        where owed.due_on < %(today)s::date group by owed.form_id, owed.code, owed.period, owed.due_on
    ), sent as materialized (
        select u.form_id, s.period, u.valid_from, u.valid_to, count(*) as units from units u cross join lateral (
            select period from submissions where form_id = u.form_id and area = u.area offset 0
        ) as s group by u.form_id, s.period, u.valid_from, u.valid_to
    ), begun as materialized (
        select u.form_id, u.period, sum(u.units)::int as units
        from sent u join owed on owed.form_id = u.form_id and owed.period = u.period and {IN_FORCE}
        group by u.form_id, u.period
    ), under_way as materialized (
        select form_id, area, period, coalesce(first_sent_on, %(today)s::date) as until from submissions
        where state in ('draft', 'returned') and not is_correction and area = any(array(select area from units))
    ), unsent as materialized (
        select s.form_id, s.period, count(*)::int as units, max(s.until) as until
        from under_way s join owed on owed.form_id = s.form_id and owed.period = s.period and owed.due_on < s.until
        join units u on u.form_id = s.form_id and u.area = s.area and {IN_FORCE}
        group by s.form_id, s.period
    ), late as (
        select owing.form_id, code, period, due_on, owing.units - coalesce(begun.units, 0) as unbegun,
               coalesce(unsent.units, 0) as unsent, unsent.until
        from owing left join begun using (form_id, period) left join unsent using (form_id, period)
    ), counted as (
        select *, row_number() over (partition by form_id order by due_on desc, period desc) as nth,
               count(*) over (partition by form_id) as periods
        from late where unbegun + unsent > 0
    )
    select form_id, code, period, due_on, unbegun + unsent as units,
           case when unbegun > 0 then %(today)s::date else until end - due_on as longest,
           case when nth = %(most)s then (periods - nth)::int else 0 end as older
    from counted where nth <= %(most)s order by due_on, code
"""  # noqa: S608 - our own statements


async def list_late(source: Source, owed: Owed, places: Sequence[str], today: date) -> list[Any]:
    """Rows of how many units are late with what, first due first; of each form a dozen, older ones counted."""
    given = {**asked_for(owed, today, None, 0), "places": list(places), "most": MOST_PERIODS}
    return await source.rows(_LATE, given)


def late_of(row: Any, form: KnownForm) -> LateUnits:
    """How many units are late with one form and period."""
    return _LateUnits(
        form=row.code,
        form_name=form.terms.name,
        period=str(Period.from_key(row.period)),
        due_on=row.due_on,
        units=row.units,
        longest=row.longest,
        older=row.older,
    )
