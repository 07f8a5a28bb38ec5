"""A batch of values as columns: what a check goes through ten thousand times is gone through column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from contracts.indicators.values import Qualifier

Given = float | Decimal | None
"""A number as it came; whole ones may be `int`."""


class Entry(Protocol):
    """One value of a batch as it came, whatever it came in."""

    @property
    def indicator(self) -> str:
        """Code of the indicator."""

    @property
    def area(self) -> str:
        """Id of the area."""

    @property
    def period(self) -> str:
        """The period's text."""

    @property
    def value(self) -> Given:
        """The value itself."""

    @property
    def numerator(self) -> Given:
        """The numerator of a ratio."""

    @property
    def denominator(self) -> Given:
        """The denominator of a ratio."""

    @property
    def qualifier(self) -> Qualifier:
        """How exact it is."""

    @property
    def as_of(self) -> date | None:
        """The day it speaks of."""

    @property
    def note(self) -> str | None:
        """What the sender adds."""

    @property
    def reason(self) -> str | None:
        """Why a saved value is changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a batch; the plainest `Entry`."""

    indicator: str
    area: str
    period: str
    value: Given
    numerator: Given
    denominator: Given
    qualifier: Qualifier
    as_of: date | None
    note: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The values of a batch, one list for each field of `Entry`, all of one length."""

    indicator: Sequence[str]
    area: Sequence[str]
    period: Sequence[str]
    value: Sequence[Given]
    numerator: Sequence[Given]
    denominator: Sequence[Given]
    qualifier: Sequence[Qualifier]
    as_of: Sequence[date | None]
    note: Sequence[str | None]
    reason: Sequence[str | None]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Columns":
        """The columns of a list of values."""
        return cls(
            [entry.indicator for entry in entries],
            [entry.area for entry in entries],
            [entry.period for entry in entries],
            [entry.value for entry in entries],
            [entry.numerator for entry in entries],
            [entry.denominator for entry in entries],
            [entry.qualifier for entry in entries],
            [entry.as_of for entry in entries],
            [entry.note for entry in entries],
            [entry.reason for entry in entries],
        )

    def __len__(self) -> int:
        return len(self.area)

    def row(self, place: int) -> Row:
        """One value, counted from 0."""
        return Row(
            self.indicator[place],
            self.area[place],
            self.period[place],
            self.value[place],
            self.numerator[place],
            self.denominator[place],
            self.qualifier[place],
            self.as_of[place],
            self.note[place],
            self.reason[place],
        )

    @property
    def are_bare(self) -> bool:
        """Whether every value is exact and says nothing but its numbers."""
        exact = self.qualifier.count(Qualifier.EXACTLY) == len(self)
        return exact and not (any(self.as_of) or any(self.note) or any(self.reason))
