"""What a condition is made of, and what it says of given numbers. Exact decimals; nothing here can loop or call out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum

_CONTEXT = Context(prec=50)
_OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _CONTEXT.divide,
}
COMPARISONS = ("<=", ">=", "!=", "=", "<", ">")


class Part(StrEnum):
    """The part of a cell that is meant."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class Unanswerable(ValueError):
    """A number is missing, or there is none: a division by zero."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A part of a cell, and where in the text it stands."""

    code: str
    part: Part
    place: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A number as written."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Operation:
    """Two numbers made one."""

    sign: str
    left: "Sum"
    right: "Sum"


Sum = Ref | Constant | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides that are compared."""

    sign: str
    left: Sum
    right: Sum


@dataclass(frozen=True, slots=True)
class Both:
    """All of it holds (`and`), or any (`or`)."""

    is_all: bool
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    part: "Condition"


Condition = Comparison | Both | Not
Numbers = Callable[[Ref], Decimal | None]


@dataclass(frozen=True, slots=True)
class Slack:
    """How far off two sides may be and still count as equal: so much, or so many per cent of the greater one."""

    units: Decimal = Decimal()
    percent: Decimal = Decimal()

    def between(self, left: Decimal, right: Decimal) -> Decimal:
        """What two sides are granted."""
        share = _CONTEXT.divide(_CONTEXT.multiply(self.percent, max(abs(left), abs(right))), Decimal(100))
        return max(self.units, share)


NO_SLACK = Slack()


def number_of(sum_: Sum, numbers: Numbers) -> Decimal:
    """The number a side comes to. Raises `Unanswerable`."""
    if isinstance(sum_, Constant):
        return sum_.number
    if isinstance(sum_, Ref):
        found = numbers(sum_)
        if found is None:
            raise Unanswerable(sum_.code)
        return found
    left, right = number_of(sum_.left, numbers), number_of(sum_.right, numbers)
    try:
        return _OPERATIONS[sum_.sign](left, right)
    except (InvalidOperation, ArithmeticError) as error:
        raise Unanswerable(sum_.sign) from error


def holds(condition: Condition, numbers: Numbers, slack: Slack = NO_SLACK) -> bool:
    """Whether it is so; slack makes it easier to hold. Raises `Unanswerable` when a number it needs is missing."""
    if isinstance(condition, Both):
        answers = [holds(part, numbers, slack) for part in condition.parts]
        return all(answers) if condition.is_all else any(answers)
    if isinstance(condition, Not):
        return not holds(condition.part, numbers)
    left, right = number_of(condition.left, numbers), number_of(condition.right, numbers)
    return _compare(condition.sign, _CONTEXT.subtract(left, right), slack.between(left, right))


def _compare(sign: str, gap: Decimal, granted: Decimal) -> bool:
    match sign:
        case "=":
            return abs(gap) <= granted
        case "!=":
            return gap != 0
        case "<=":
            return gap <= granted
        case ">=":
            return gap >= -granted
        case "<":
            return gap < granted if granted else gap < 0
        case _:
            return gap > -granted if granted else gap > 0


def refs_of(thing: Condition | Sum) -> Iterator[Ref]:
    """The parts of cells it names, in the order of the text."""
    if isinstance(thing, Ref):
        yield thing
    elif isinstance(thing, Both):
        for part in thing.parts:
            yield from refs_of(part)
    elif isinstance(thing, Not):
        yield from refs_of(thing.part)
    elif not isinstance(thing, Constant):
        yield from refs_of(thing.left)
        yield from refs_of(thing.right)
