"""What a target asks: when a figure meets it, which way leads there, how far a figure falls short."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.definitions import Direction
from contracts.indicators.targets import Comparator
from kit.numbers import write_number
from services.indicators.rules.targets.wording import Measured

_WAYS = {
    Comparator.AT_LEAST: Direction.UP,
    Comparator.ABOVE: Direction.UP,
    Comparator.AT_MOST: Direction.DOWN,
    Comparator.BELOW: Direction.DOWN,
}
_WORDS = {
    Comparator.AT_LEAST: "từ {} trở lên",
    Comparator.ABOVE: "trên {}",
    Comparator.AT_MOST: "không quá {}",
    Comparator.BELOW: "dưới {}",
    Comparator.EQUAL: "{}",
}
NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class Goal:
    """A comparator with its value or values; `direction` is the indicator's, which way is better."""

    comparator: Comparator
    value: Decimal | None = None
    upper: Decimal | None = None
    text: str | None = None
    direction: Direction = Direction.NONE

    @property
    def low(self) -> Decimal:
        """The value, or the lower end of the range."""
        assert self.value is not None
        return self.value

    @property
    def high(self) -> Decimal:
        """The value, or the upper end of the range."""
        return self.low if self.upper is None else self.upper

    @property
    def way(self) -> Direction:
        """Which way is better: as the comparator says, else as the indicator does; NONE asks to be exactly there."""
        return _WAYS.get(self.comparator, self.direction)

    def is_met(self, value: Decimal) -> bool:
        """Whether a figure is as good as asked. Beyond a bare number or a range is met too, where that is better."""
        match self.comparator:
            case Comparator.TEXT:
                return False
            case Comparator.ABOVE:
                return value > self.low
            case Comparator.BELOW:
                return value < self.low
        if self.way is Direction.NONE:
            return self.low <= value <= self.high
        return value >= self.low if self.way is Direction.UP else value <= self.high

    def aim(self, start: Decimal) -> Decimal:
        """The number to which the way from `start` leads: the nearer end of a range."""
        if self.way is Direction.NONE:
            return min(max(start, self.low), self.high)
        return self.low if self.way is Direction.UP else self.high

    def short(self, value: Decimal, wanted: Decimal, start: Decimal) -> Decimal:
        """How far `value` falls short of what is `wanted` on the way from `start`; zero when it is as good."""
        if self.way is Direction.UP or (self.way is Direction.NONE and self.aim(start) > start):
            beyond = value - self.high if self.way is Direction.NONE else NOTHING
            return max(wanted - value, beyond, NOTHING)
        if self.way is Direction.DOWN or self.aim(start) < start:
            beyond = self.low - value if self.way is Direction.NONE else NOTHING
            return max(value - wanted, beyond, NOTHING)
        return max(self.low - value, value - self.high, NOTHING)

    def gap(self, value: Decimal) -> Decimal:
        """How far a figure is from meeting it; zero when it does."""
        return NOTHING if self.is_met(value) else abs(self.aim(value) - value)

    def told(self, measured: Measured) -> str:
        """In words: `từ 80% trở lên`, `từ 16 đến 18%`, or the words of the document."""
        if self.comparator is Comparator.TEXT:
            return self.text or ""
        if self.comparator is Comparator.RANGE:
            return f"từ {write_number(self.low)} đến {measured.told_exactly(self.high)}"
        return _WORDS[self.comparator].format(measured.told_exactly(self.low))
