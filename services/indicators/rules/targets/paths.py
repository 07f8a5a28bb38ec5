"""The required line (đường phải đạt): from where it begins, over its milestones, to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from contracts.indicators.targets import Trajectory
from contracts.periods import Period
from services.indicators.rules.targets.goals import Goal

START, MILESTONE, END = "Mức xuất phát", "Mốc", "Mục tiêu"


@dataclass(frozen=True, slots=True)
class Corner:
    """A value that has to be reached by the end of a period."""

    period: Period
    value: Decimal
    name: str = MILESTONE


@dataclass(frozen=True, slots=True)
class Course:
    """How a target says it is to be reached."""

    trajectory: Trajectory = Trajectory.NONE
    baseline: Corner | None = None
    milestones: tuple[Corner, ...] = ()

    def corners(self, goal: Goal, horizon: Period) -> list[Corner]:
        """The corners of the required line in time; none where no way is stated."""
        if self.trajectory is Trajectory.NONE or goal.value is None:
            return []
        start = [self.baseline] if self.baseline is not None else []
        between = sorted(self.milestones, key=lambda one: moment(one.period))
        known = [*start, *(between if self.trajectory is Trajectory.MILESTONES else [])]
        if not known:
            return []
        if moment(known[-1].period) < moment(horizon):
            known.append(Corner(horizon, goal.aim(known[-1].value), END))
        return known


def moment(period: Period) -> Decimal:
    """The end of a period on the axis of time, in years."""
    return Decimal(period.year * 12 + period.last_month) / 12


def required_at(corners: Sequence[Corner], period: Period) -> Decimal | None:
    """What the line asks by the end of a period: straight between corners, None before it begins."""
    at = moment(period)
    if not corners or at < moment(corners[0].period):
        return None
    for before, after in pairwise(corners):
        begins, ends = moment(before.period), moment(after.period)
        if begins <= at < ends:
            return before.value + (after.value - before.value) * (at - begins) / (ends - begins)
    return corners[-1].value
