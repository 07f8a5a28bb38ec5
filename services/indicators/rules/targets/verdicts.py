"""Verdicts (đánh giá tiến độ): how the newest figure stands to a target, with the rule that gave the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.indicators.targets import Comparator, TargetStatus
from contracts.periods import Period, PeriodRegime
from services.indicators.rules.targets.forecasts import Bounds, Forecast, Point, forecast, no_forecast
from services.indicators.rules.targets.goals import NOTHING, Goal
from services.indicators.rules.targets.paths import Course, moment, required_at
from services.indicators.rules.targets.wording import Measured, capital

ON_TRACK, WATCH = Decimal(1), Decimal("0.9")
"""The share of the required change that must be done: all of it is on track, nine tenths is to be watched."""
NO_INDICATOR = "Chưa có chỉ tiêu đo."
ONLY_WORDS = "Mục tiêu diễn đạt bằng lời, không so được bằng số."
NOT_PUBLIC = "Số liệu của chỉ tiêu này chưa công khai."
NO_FIGURE = "Chưa có số liệu."


@dataclass(frozen=True, slots=True)
class Asked:
    """A target as a verdict needs it."""

    goal: Goal
    horizon: Period
    measured: Measured
    course: Course = field(default_factory=Course)
    bounds: Bounds = field(default_factory=Bounds)
    regime: PeriodRegime = PeriodRegime.CALENDAR


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, the rule in words, and the numbers it was made of."""

    status: TargetStatus
    rule: str
    point: Point | None = None
    required: Decimal | None = None
    gap: Decimal | None = None
    forecast: Forecast | None = None
    no_forecast: str | None = None


def unknown(why: str) -> Verdict:
    """Nothing can be said, and why."""
    return Verdict(TargetStatus.NO_DATA, why)


def judge(asked: Asked, points: Sequence[Point], today: date) -> Verdict:
    """How the newest of `points` (in time) stands; after the horizon the newest one up to it decides."""
    if asked.goal.comparator is Comparator.TEXT:
        return unknown(ONLY_WORDS)
    if not points:
        return unknown(NO_FIGURE)
    is_over = today > asked.horizon.last_day(asked.regime)
    in_time = [point for point in points if moment(point.period) <= moment(asked.horizon)]
    considered = in_time if is_over and in_time else list(points)
    newest = considered[-1]
    why_not = no_forecast(considered, asked.horizon)
    ahead = None
    if why_not is None and not is_over:
        ahead = forecast(considered, asked.horizon, asked.goal, asked.bounds, asked.measured)
    required = _required(asked, newest)
    status, rule = _over(asked, newest) if is_over else _under_way(asked, newest, required, ahead)
    gap = asked.measured.rounded(asked.goal.gap(newest.value))
    why_not = why_not or (f"Không dự báo: đã quá hạn {asked.horizon.label}." if is_over else None)
    return Verdict(status, rule, newest, required, gap, ahead, why_not)


def _required(asked: Asked, newest: Point) -> Decimal | None:
    required = required_at(asked.course.corners(asked.goal, asked.horizon), newest.period)
    return None if required is None else asked.measured.rounded(required)


def _over(asked: Asked, newest: Point) -> tuple[TargetStatus, str]:
    said = f"Đã hết hạn {asked.horizon.label}. {_figure(asked, newest)}"
    if asked.goal.is_met(newest.value):
        return TargetStatus.MET, f"{said} đạt mục tiêu {asked.goal.told(asked.measured)}."
    lacks = asked.measured.difference(asked.goal.gap(newest.value))
    late = "" if moment(newest.period) >= moment(asked.horizon) else f" Chưa có số liệu đến hết {asked.horizon.label}."
    return TargetStatus.LATE, f"{said} còn cách mục tiêu {lacks}.{late}"


def _under_way(
    asked: Asked, newest: Point, required: Decimal | None, ahead: Forecast | None
) -> tuple[TargetStatus, str]:
    if asked.goal.is_met(newest.value):
        goal = asked.goal.told(asked.measured)
        kept = f"; cần giữ đến hết {asked.horizon.label}" if moment(newest.period) < moment(asked.horizon) else ""
        return TargetStatus.MET, f"{_figure(asked, newest)} đã đạt mục tiêu {goal}{kept}."
    if required is not None:
        return _on_the_way(asked, newest, required)
    if ahead is not None:
        return _by_forecast(asked, newest, ahead)
    return TargetStatus.NO_DATA, "Không nêu lộ trình và chưa đủ số liệu để dự báo, nên chưa đánh giá tiến độ."


def _on_the_way(asked: Asked, newest: Point, required: Decimal) -> tuple[TargetStatus, str]:
    start = asked.course.corners(asked.goal, asked.horizon)[0].value
    short = asked.goal.short(newest.value, required, start)
    said = f"{_figure(asked, newest)}, theo lộ trình phải là {asked.measured.told(required)}"
    if not short:
        return TargetStatus.ON_TRACK, f"{said}: đạt đủ mức thay đổi phải có."
    way = abs(required - start) or abs(asked.goal.aim(start) - start)
    share = max(NOTHING, 1 - short / way) if way else NOTHING
    status = TargetStatus.WATCH if share >= WATCH else TargetStatus.LATE
    return status, f"{said}: mới được {_percent(share)} mức thay đổi phải có ({_tolerance(status)})."


def _by_forecast(asked: Asked, newest: Point, ahead: Forecast) -> tuple[TargetStatus, str]:
    said = "Không nêu lộ trình, xét theo dự báo"
    if asked.goal.is_met(ahead.value):
        return TargetStatus.ON_TRACK, f"{said}: giữ nhịp hiện nay thì đạt mục tiêu."
    way = asked.goal.gap(newest.value)
    share = max(NOTHING, 1 - asked.goal.gap(ahead.value) / way) if way else NOTHING
    status = TargetStatus.WATCH if share >= WATCH else TargetStatus.LATE
    return status, f"{said}: chỉ đi được {_percent(share)} quãng còn lại ({_tolerance(status)})."


def _tolerance(status: TargetStatus) -> str:
    return f"{'từ' if status is TargetStatus.WATCH else 'dưới'} {_percent(WATCH)}"


def _percent(share: Decimal) -> str:
    """A share as whole percents, never rounded up to what it is not."""
    return f"{int(share * 100)}%"


def _figure(asked: Asked, newest: Point) -> str:
    return capital(f"{newest.period.label} là {asked.measured.told(newest.value)}")
