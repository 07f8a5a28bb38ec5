"""Targets in words and bars: a line of the list, one target, its way as a chart and a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from contracts.indicators.targets import Comparator, Target, TargetCounts, TargetDetail, TargetStatus, Trajectory
from contracts.periods import Period
from frontend.charts import Progress, Spot, bullet
from frontend.formats import ABSENT, day, period, trimmed

WORDS = {
    TargetStatus.LATE: "Chậm tiến độ",
    TargetStatus.WATCH: "Cần theo dõi",
    TargetStatus.ON_TRACK: "Đúng tiến độ",
    TargetStatus.MET: "Đã đạt",
    TargetStatus.NO_DATA: "Chưa đánh giá được",
}
"""In the order in which they ask for attention."""
KINDS = {
    TargetStatus.LATE: "late",
    TargetStatus.WATCH: "watch",
    TargetStatus.ON_TRACK: "good",
    TargetStatus.MET: "good",
    TargetStatus.NO_DATA: "none",
}
WAYS = {
    Trajectory.NONE: "Không nêu",
    Trajectory.LINEAR: "Tăng đều từ mức xuất phát",
    Trajectory.MILESTONES: "Theo từng mốc",
}
DIGITS = 2


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One line of a list of targets."""

    target: Target
    href: str
    word: str
    kind: str
    figure: str
    basis: str
    bar: Markup | None
    ahead: str


def row_of(target: Target) -> TargetRow:
    """A target as a list shows it."""
    standing = target.standing
    figure = standing.figure
    return TargetRow(
        target=target,
        href=f"/muc-tieu/{target.id}",
        word=WORDS[standing.status],
        kind=KINDS[standing.status],
        figure=told(target, figure.value) if figure else ABSENT,
        basis=basis_of(target),
        bar=_bar(target),
        ahead=standing.forecast.text if standing.forecast else standing.no_forecast or standing.rule,
    )


def basis_of(target: Target) -> str:
    """Of which period the figure is, and from how many units."""
    figure = target.standing.figure
    if figure is None:
        return ""
    counted = f", {figure.units}/{figure.units_total} đơn vị" if figure.units is not None else ""
    return f"{period(figure.period)}{counted}"


def told(target: Target, value: Decimal | None) -> str:
    """A number with the unit of its target."""
    if value is None:
        return ABSENT
    unit = target.unit if target.unit.startswith("%") else f" {target.unit}"
    return f"{trimmed(value, DIGITS)}{unit}".rstrip()


def counts_of(counts: TargetCounts) -> list[tuple[str, str, int, str]]:
    """Status, word, number and kind, those that ask for attention first."""
    return [(one.value, WORDS[one], getattr(counts, one.value), KINDS[one]) for one in WORDS]


def facts_of(target: TargetDetail) -> list[tuple[str, str]]:
    """What was set, as a reader asks for it."""
    document = target.instrument
    said = ABSENT
    if document is not None:
        issued = f"ngày {day(document.issued_on)}" if document.issued_on else None
        parts = (document.number, issued, document.issuer, document.place)
        said = ", ".join(part for part in parts if part)
    way = WAYS[target.trajectory]
    if target.milestones:
        way += ": " + "; ".join(f"{period(one.period)} {told(target, one.value)}" for one in target.milestones)
    start = f"{told(target, target.baseline.value)} ({period(target.baseline.period)})" if target.baseline else ABSENT
    return [
        ("Mục tiêu", f"{target.goal}, {period(target.horizon)}"),
        ("Địa bàn", target.area_name),
        ("Chỉ tiêu đo", f"{target.indicator} {target.indicator_name}" if target.indicator else "Chưa có chỉ tiêu đo"),
        ("Mức xuất phát", start),
        ("Lộ trình", way),
        ("Cơ quan chủ trì", target.owner or ABSENT),
        ("Văn bản", said),
        *([("Ghi chú", target.note)] if target.note else []),
    ]


def progress_of(target: TargetDetail) -> Progress | None:
    """The way so far as a chart draws it; None where there is nothing to draw."""
    if target.comparator is Comparator.TEXT or not target.progress or target.value is None:
        return None
    figures = [_spot(target, one.period, one.value) for one in target.progress if one.value is not None]
    required = [_spot(target, one.period, one.value) for one in target.path]
    ahead = target.standing.forecast
    forecast = [figures[-1], _spot(target, target.horizon, ahead.value)] if ahead else []
    aim = target.path[-1].value if target.path else target.value
    return Progress(figures, required, forecast, _spot(target, target.horizon, aim))


def progress_table(target: TargetDetail) -> list[tuple[str, str, str]]:
    """The same as rows: period, figure, what the way asks; the target last."""
    rows = [(period(one.period), told(target, one.value), told(target, one.required)) for one in target.progress]
    return [*rows, (f"{period(target.horizon)} (mục tiêu)", ABSENT, target.goal)]


def options(found: Iterable[str], every: str, word: str = "") -> list[tuple[str, str]]:
    """Choices of a filter."""
    return [("", every), *((one, f"{word}{one}") for one in found)]


def _spot(target: Target, when: str, value: Any) -> Spot:
    at = Period.parse(when)
    return Spot(at.year + at.last_month / 12, value, period(when), told(target, value))


def _bar(target: Target) -> Markup | None:
    figure = target.standing.figure
    if figure is None or figure.value is None or target.value is None:
        return None
    goal, required = target.value, target.standing.required
    reach = max(goal, figure.value, required or Decimal(0), target.value_to or Decimal(0))
    whole = Decimal(100) if target.unit.startswith("%") and reach <= 100 else reach * Decimal("1.1") or Decimal(1)
    spoken = f"{told(target, figure.value)}, mục tiêu {target.goal}"
    if required is not None:
        spoken += f", theo lộ trình phải là {told(target, required)}"
    return bullet(figure.value, whole, spoken, target=goal, kind=KINDS[target.standing.status], required=required)
