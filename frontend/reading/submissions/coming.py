"""The next period that opens: what comes when nothing waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.indicators.definitions import Frequency
from contracts.indicators.forms import FormSummary
from contracts.periods import Period, PeriodKind

KINDS = {
    Frequency.YEAR: PeriodKind.YEAR,
    Frequency.HALF: PeriodKind.HALF,
    Frequency.QUARTER: PeriodKind.QUARTER,
    Frequency.MONTH: PeriodKind.MONTH,
}


@dataclass(frozen=True, slots=True)
class Coming:
    """A period of a form that is not open yet."""

    name: str
    period: str
    opens_on: date
    due_on: date


def next_of(forms: Iterable[FormSummary], places: Iterable[str], today: date) -> Coming | None:
    """The first period to open among the forms of these places."""
    lying = set(places)
    found = [coming for form in forms if lying.intersection(form.areas) and (coming := _next(form, today))]
    return min(found, key=lambda coming: coming.opens_on, default=None)


def periods_of(form: FormSummary, today: date) -> list[Period]:
    """The periods of a form that may be sent, newest first."""
    found: list[Period] = []
    period = Period(KINDS[form.frequency], today.year + 1)
    first, last = _bounds(form)
    while period >= first:
        if _opens(form, period) <= today and (last is None or period <= last):
            found.append(period)
        period = period.previous()
    return found


def _next(form: FormSummary, today: date) -> Coming | None:
    first, last = _bounds(form)
    period = max(first, Period(KINDS[form.frequency], today.year).previous())
    while _opens(form, period) <= today:
        period = period.next()
    if last is not None and period > last:
        return None
    due = period.last_day(form.regime) + timedelta(days=form.due)
    return Coming(form.name, str(period), _opens(form, period), due)


def _opens(form: FormSummary, period: Period) -> date:
    return period.last_day(form.regime) - timedelta(days=form.opens)


def _bounds(form: FormSummary) -> tuple[Period, Period | None]:
    return Period.parse(form.first_period), Period.parse(form.last_period) if form.last_period else None
