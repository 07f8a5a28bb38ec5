"""What is known of areas and indicators when values come in."""

from dataclasses import dataclass
from datetime import date

from contracts.indicators.definitions import Frequency
from contracts.periods import PeriodRegime
from services.indicators.rules.values import IndicatorRule


@dataclass(frozen=True, slots=True, eq=False)
class Kin:
    """What areas have in common as far as saving values goes: when they are in force, and into whom they add up.

    `ended` is the last day of the province they report to, or their own. Equal ones are one object.
    """

    first: date
    last: date
    ended: date | None
    is_leaf: bool = True
    uppers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownArea:
    """What saving a value asks of its area."""

    no: int
    name: str
    kin: Kin
    reach: frozenset[str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """What saving a value asks of its indicator."""

    no: int
    rule: IndicatorRule
    frequency: Frequency
    regime: PeriodRegime
