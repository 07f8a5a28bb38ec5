"""A published target beside a value: in words, as a mark on a bar, reached or not."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from markupsafe import Markup

from contracts.indicators.definitions import Direction, Indicator, PublishedTarget
from frontend.charts import bullet
from frontend.formats import ABSENT, trimmed
from frontend.reading.figures import is_percent, value_text

COMPARATORS: dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    ">=": ("từ {} trở lên", ge), "≥": ("từ {} trở lên", ge), ">": ("trên {}", gt), "<=": ("không quá {}", le),
    "≤": ("không quá {}", le), "<": ("dưới {}", lt),
}  # fmt: skip
BARE = {Direction.UP: ge, Direction.DOWN: le, Direction.NONE: eq}


def target_words(indicator: Indicator) -> str:
    """The published target as a sentence has it: `từ 80% trở lên vào năm 2030`."""
    target = indicator.target
    if target is None:
        return ABSENT
    words, _ = _compared(indicator, target)
    return f"{words.format(value_text(indicator, target.value))} vào năm {target.horizon}"


@dataclass(frozen=True, slots=True)
class TargetReading:
    """A target as a card shows it; `line` says in one line how the value stands to it."""

    text: str
    line: str
    met: bool | None
    progress: str | None
    bar: Markup


def target_reading(indicator: Indicator, value: Decimal | None) -> TargetReading | None:
    """The target of an indicator and how far a value is from it; None without a target."""
    target = indicator.target
    if target is None:
        return None
    words, holds = _compared(indicator, target)
    met = None if value is None else holds(value, target.value)
    goal = value_text(indicator, target.value)
    progress = _progress(indicator, value, target, met)
    text = f"Mục tiêu {target.horizon}: {words.format(goal)}"
    return TargetReading(
        text=text,
        line=_line(text, f"{target.horizon} ({goal})", met, progress),
        met=met,
        progress=progress,
        bar=_bar(indicator, target, value, met),
    )


def _compared(indicator: Indicator, target: PublishedTarget) -> tuple[str, Callable[[Decimal, Decimal], bool]]:
    """How the target reads and when it is met; a bare number ("đạt 90%") is met by anything as good."""
    return COMPARATORS.get(target.comparator, ("{}", BARE[indicator.direction]))


def _progress(indicator: Indicator, value: Decimal | None, target: PublishedTarget, met: bool | None) -> str | None:
    if value is None or met or not target.value or indicator.direction is not Direction.UP:
        return None
    return f"bằng {trimmed(value / target.value * 100, 0)}% mục tiêu"


def _line(text: str, goal: str, met: bool | None, progress: str | None) -> str:
    if met:
        return f"Đạt mục tiêu {goal}"
    return f"{progress[0].upper()}{progress[1:]} {goal}" if progress else text


def _bar(indicator: Indicator, target: PublishedTarget, value: Decimal | None, met: bool | None) -> Markup:
    reach = max(target.value, value or Decimal(0))
    whole = Decimal(100) if is_percent(indicator) and reach <= 100 else reach * Decimal("1.15") or Decimal(1)
    spoken = f"{value_text(indicator, value)}, mục tiêu {value_text(indicator, target.value)}"
    return bullet(value, whole, spoken, target=target.value, kind="good" if met else "accent")
