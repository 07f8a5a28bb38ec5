"""Sheets that nobody has opened though their round awaits the unit, one line each with one verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.directory import Area
from contracts.indicators.definitions import FrameworkSummary
from contracts.periods import Period
from frontend.formats import period
from frontend.reading.submissions.entry import Entry
from frontend.reading.submissions.tasks import TaskLine


@dataclass(frozen=True, slots=True)
class Unopened:
    """A framework, a unit and a period without a sheet."""

    framework: FrameworkSummary
    unit: Area
    period: Period


def awaits(assessed: Period, today: date) -> bool:
    """Whether the round of a period awaits its units: a year is assessed in the year that follows it."""
    return assessed.last_day() < today <= assessed.next().last_day()


def unopened_lines(unopened: Iterable[Unopened]) -> list[TaskLine]:
    """Lines; a sheet has no due day of its own."""
    return [
        TaskLine(
            title=f"{one.framework.name} · {period(str(one.period))}",
            unit=one.unit.name,
            why=("Chưa tự đánh giá", "none"),
            verb="Tự đánh giá",
            href=Entry(one.framework.code, one.unit.id, str(one.period)).href(),
            said="Chưa mở phiếu",
        )
        for one in unopened
    ]
