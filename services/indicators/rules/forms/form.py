"""A form in force: its periods with their days, and the units that owe it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Protocol

from contracts.indicators.forms import FormItem, FormWrite
from contracts.periods import Period, PeriodKind
from services.indicators.rules.forms.owing import is_named, is_of_kind, is_there
from services.indicators.rules.timing import kind_of

MOST_PERIODS = 12
"""So many periods of a form are looked at where nothing narrows a list; in a whole one, so many stand alone."""


class Unit(Protocol):
    """What is asked of a unit."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def name(self) -> str:
        """Its full name."""
        ...

    @property
    def kind(self) -> str:
        """Its kind: xã, phường…"""
        ...

    @property
    def ancestors(self) -> Sequence[str]:
        """The ids of what lies above it."""
        ...

    @property
    def valid_from(self) -> date:
        """Its first day."""
        ...

    @property
    def valid_to(self) -> date | None:
        """Its last day, None while it is in force."""
        ...


@dataclass(frozen=True, eq=False)
class KnownForm:
    """One edition of a form."""

    id: int
    code: str
    edition: int
    terms: FormWrite

    @cached_property
    def kind(self) -> PeriodKind:
        """The length of its periods."""
        return kind_of(self.terms.frequency)

    @cached_property
    def first_period(self) -> Period:
        """The first period it is in force for."""
        return Period.parse(self.terms.first_period)

    @cached_property
    def last_period(self) -> Period | None:
        """The last one, None while it goes on."""
        return None if self.terms.last_period is None else Period.parse(self.terms.last_period)

    @cached_property
    def items(self) -> dict[str, FormItem]:
        """Its lines by indicator, in order."""
        return {item.indicator: item for item in self.terms.items}

    @cached_property
    def codes(self) -> frozenset[str]:
        """Its indicators, and those their denominators are held against."""
        return frozenset(self.items) | {item.denominator.like for item in self.terms.items if item.denominator}

    def is_in_force_for(self, period: Period) -> bool:
        """Whether the period is one of its own."""
        last = self.last_period
        return period.kind is self.kind and self.first_period <= period and (last is None or period <= last)

    def first_day(self, period: Period) -> date:
        """The first day counted."""
        return period.first_day(self.terms.regime)

    def last_day(self, period: Period) -> date:
        """The last day counted."""
        return period.last_day(self.terms.regime)

    def opens_on(self, period: Period) -> date:
        """The first day on which it may be sent."""
        return self.last_day(period) - timedelta(days=self.terms.opens)

    def due_on(self, period: Period) -> date:
        """The last day on which it is sent in time."""
        return self.last_day(period) + timedelta(days=self.terms.due)

    def days_late(self, period: Period, sent_on: date | None, today: date) -> int:
        """Days after the last one in time, up to the first sending, or to today."""
        return max(0, ((sent_on or today) - self.due_on(period)).days)

    def open_periods(self, today: date, most: int | None = None) -> list[Period]:
        """The periods that may be sent, newest first: all, or the newest so many."""
        found: list[Period] = []
        period = Period(self.kind, today.year + 2)
        while period >= self.first_period and (most is None or len(found) < most):
            if self.is_in_force_for(period) and self.opens_on(period) <= today:
                found.append(period)
            period = period.previous()
        return found


@lru_cache(maxsize=512)
def read_form(form_id: int, code: str, edition: int, definition: str) -> KnownForm:
    """The form a stored definition holds."""
    return KnownForm(form_id, code, edition, FormWrite.model_validate_json(definition))


def misfits(form: KnownForm, unit: Unit, period: Period, today: date) -> Iterator[tuple[str, str]]:
    """Field and Vietnamese reason of everything that keeps a unit from filling the form for a period."""
    terms = form.terms
    if period.kind is not form.kind:
        yield "period", f"Biểu mẫu {form.code} báo cáo theo kỳ “{form.kind.label.lower()}”."
    elif not form.is_in_force_for(period):
        yield "period", f"Biểu mẫu {form.code} không áp dụng cho {period.label}."
    elif today < form.first_day(period):
        yield "period", f"Kỳ {period.label} chưa bắt đầu (từ ngày {form.first_day(period):%d/%m/%Y})."
    if not is_named(terms, unit.id, (unit.id, *unit.ancestors)):
        yield "area", f"Biểu mẫu {form.code} không áp dụng cho {unit.name}."
    elif not is_of_kind(terms, unit.kind):
        yield "area", f"Biểu mẫu {form.code} chỉ dành cho: {', '.join(terms.kinds)}."
    elif not is_there(unit.valid_from, unit.valid_to, form.last_day(period)):
        yield "area", f"{unit.name} không có hiệu lực vào ngày {form.last_day(period):%d/%m/%Y}."
