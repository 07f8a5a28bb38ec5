"""Forecasts (dự báo): where the trend of the newest figures leads by the horizon, under one stated assumption.

Theil–Sen: the slope is the median of the slopes between every two figures, so one odd figure does not turn the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from contracts.indicators.definitions import Direction
from contracts.periods import Period, PeriodInvalid, PeriodKind
from kit.numbers import round_half_up
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.paths import moment
from services.indicators.rules.targets.wording import Measured, each, in_period

MOST, FEWEST = 8, 4
SLOPE_PLACES = 2
_MONTHS = {
    PeriodKind.YEAR: 12,
    PeriodKind.NINE_MONTHS: 12,
    PeriodKind.HALF: 6,
    PeriodKind.QUARTER: 3,
    PeriodKind.MONTH: 1,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at the end of a period."""

    period: Period
    value: Decimal
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the figures of an indicator may be."""

    low: Decimal | None = None
    high: Decimal | None = None

    def held(self, value: Decimal) -> Decimal:
        """The nearest value that may be."""
        value = value if self.low is None else max(value, self.low)
        return value if self.high is None else min(value, self.high)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The line through the newest figures, read at the horizon."""

    value: Decimal
    shortfall: Decimal
    slope: Decimal
    points: int
    first: Period
    last: Period
    reached_in: Period | None
    capped: bool
    text: str


def same_kind(points: Sequence[Point]) -> list[Point]:
    """The newest figures whose periods are as long as the newest one's, oldest first; at most `MOST`."""
    if not points:
        return []
    kind = points[-1].period.kind
    return [point for point in points if point.period.kind is kind][-MOST:]


def no_forecast(points: Sequence[Point], horizon: Period) -> str | None:
    """Why there is no forecast, in words; None when there can be one."""
    used = same_kind(points)
    if len(used) < FEWEST:
        return f"Chưa dự báo: mới có {len(used)} kỳ cùng loại, cần ít nhất {FEWEST}."
    if moment(used[-1].period) >= moment(horizon):
        return f"Không dự báo: số liệu đã đến hạn {horizon.label}."
    return None


def forecast(points: Sequence[Point], horizon: Period, goal: Goal, bounds: Bounds, measured: Measured) -> Forecast:
    """Read the trend at the horizon, held within what the indicator may be. Ask `no_forecast` first."""
    used = same_kind(points)
    months = _MONTHS[used[-1].period.kind]
    steps = [moment(point.period) * 12 / months for point in used]
    slope, start = _line(steps, [point.value for point in used])
    free = start + slope * (moment(horizon) * 12 / months)
    value = measured.rounded(bounds.held(free))
    found = Forecast(
        value=value,
        shortfall=measured.rounded(goal.gap(value)),
        slope=round_half_up(slope, max(measured.decimals, SLOPE_PLACES)),
        points=len(used),
        first=used[0].period,
        last=used[-1].period,
        reached_in=_reached(goal, used, slope, start, months, horizon) if goal.is_met(value) else None,
        capped=bounds.held(free) != free,
        text="",
    )
    return _with_words(found, horizon, goal, measured)


def _line(steps: Sequence[Decimal], values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The slope by step and the start of the Theil–Sen line."""
    pairs = list(zip(steps, values, strict=True))
    slope = median((later[1] - sooner[1]) / (later[0] - sooner[0]) for sooner, later in combinations(pairs, 2))
    return slope, median(value - slope * step for step, value in pairs)


def _reached(
    goal: Goal, used: Sequence[Point], slope: Decimal, start: Decimal, months: int, horizon: Period
) -> Period | None:
    """The first period after the newest figure in which the line meets the target; None when it is met already."""
    if goal.is_met(used[-1].value):
        return None
    period = used[-1].period
    while moment(period) < moment(horizon):
        try:
            period = period.next()
        except PeriodInvalid:
            return None
        if goal.is_met(start + slope * (moment(period) * 12 / months)):
            return period
    return None


def _with_words(found: Forecast, horizon: Period, goal: Goal, measured: Measured) -> Forecast:
    pace = measured.difference(found.slope, max(measured.decimals, SLOPE_PLACES))
    trend = (
        "không đổi" if not found.slope else f"{'tăng' if found.slope > 0 else 'giảm'} {pace} {each(found.last.kind)}"
    )
    assumed = (
        f"nếu giữ nhịp hiện nay ({trend}; trung vị độ dốc của {found.points} kỳ, {found.first.label} –"
        f" {found.last.label})"
    )
    if found.shortfall:
        lacks = measured.difference(found.shortfall)
        said = f"Sẽ vượt mức cho phép {lacks}" if goal.way is Direction.DOWN else f"Sẽ thiếu {lacks}"
        text = f"{said} {in_period(horizon)} {assumed}; dự báo {measured.told(found.value)}."
    elif goal.is_met(found.value) and found.reached_in is None:
        text = f"Vẫn đạt mục tiêu {in_period(horizon)} {assumed}; dự báo {measured.told(found.value)}."
    elif goal.is_met(found.value):
        when = in_period(found.reached_in or horizon)
        text = f"Sẽ đạt mục tiêu {when} {assumed}; dự báo {horizon.label}: {measured.told(found.value)}."
    else:
        text = f"Sẽ sát mức nhưng chưa đạt {in_period(horizon)} {assumed}; dự báo {measured.told(found.value)}."
    if found.capped:
        text += " Dự báo được chặn ở giới hạn của chỉ tiêu."
    return Forecast(
        found.value, found.shortfall, found.slope, found.points, found.first, found.last, found.reached_in,
        found.capped, text,
    )  # fmt: skip
