"""A figure through its periods: a line whose points are links, with the target as a dashed line."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from frontend.charts.marks import line, mark, picture
from frontend.charts.scale import Value, ticks
from frontend.formats import decimal

WIDTH, HEIGHT = 720.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 34.0, 24.0, 34.0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period: its short label, the value to place, the value as text, and where a click leads."""

    label: str
    value: Value | None
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    low: float
    high: float
    count: int

    def x(self, place: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (place / (self.count - 1) if self.count > 1 else 0.5)

    def y(self, value: Value) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - float(value)) / (self.high - self.low)


def trend(points: Sequence[TrendPoint], label: str, target: Value | None = None, target_text: str = "") -> Markup:
    """The line chart. Points in time order, a missing value breaks the line. Follow it with the figures as a table."""
    numbers = [float(point.value) for point in points if point.value is not None]
    if not numbers:
        return Markup("")
    reach = [*numbers, *([float(target)] if target is not None else [])]
    marks = ticks(_floor(reach), max(reach))
    frame = _Frame(marks[0], marks[-1], len(points))
    parts = [*_axis(frame, marks, points)]
    if target is not None:
        parts.extend(_target(frame, target, target_text))
    parts.extend(_runs(frame, points))
    parts.extend(_point(frame, points, place) for place, point in enumerate(points) if point.value is not None)
    return picture(WIDTH, HEIGHT, "lt-trend", label, *parts, links=any(point.href for point in points))


def _floor(reach: Sequence[float]) -> float:
    """The axis begins at zero, unless the figures lie so close together that the line would look flat."""
    low, high = min(reach), max(reach)
    return low if 0 < high * 0.6 <= low < high else min(0.0, low)


def _axis(frame: _Frame, marks: Sequence[float], points: Sequence[TrendPoint]) -> list[Markup]:
    drawn: list[Markup] = []
    for value in marks:
        y = frame.y(value)
        drawn.append(mark("path", class_="lt-trend__grid", d=line([(LEFT, y), (WIDTH - RIGHT, y)])))
        drawn.append(mark("text", decimal(value), class_="lt-trend__tick", x=LEFT - 10, y=y + 4, text_anchor="end"))
    for place, point in enumerate(points):
        minor = " lt-trend__tick--minor" if (len(points) - 1 - place) % 3 else ""
        drawn.append(
            mark("text", point.label, class_=f"lt-trend__tick{minor}", y=HEIGHT - 10, **_anchored(frame, place))
        )
    return drawn


def _anchored(frame: _Frame, place: int) -> dict[str, str | float]:
    """Text stands centred over its point, but ends at the edge at the last one, so that nothing is cut off."""
    if place == frame.count - 1 and frame.count > 1:
        return {"x": WIDTH - 2, "text_anchor": "end"}
    return {"x": frame.x(place), "text_anchor": "middle"}


def _target(frame: _Frame, target: Value, text: str) -> list[Markup]:
    y = frame.y(target)
    return [
        mark("path", class_="lt-trend__target", d=line([(LEFT, y), (WIDTH - RIGHT, y)])),
        mark("text", text, class_="lt-trend__target-text", x=LEFT + 4, y=y - 6),
    ]


def _runs(frame: _Frame, points: Sequence[TrendPoint]) -> list[Markup]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((frame.x(place), frame.y(point.value)))
    return [mark("path", class_="lt-trend__line", d=line(run)) for run in runs if len(run) > 1]


def _point(frame: _Frame, points: Sequence[TrendPoint], place: int) -> Markup:
    point = points[place]
    x, y = frame.x(place), frame.y(point.value or 0)
    last = place == max(at for at, other in enumerate(points) if other.value is not None)
    above = y > TOP + 34
    shapes = (
        mark("circle", class_="lt-trend__hit", cx=x, cy=y, r=16),
        mark("circle", class_="lt-trend__dot", cx=x, cy=y, r=4.5),
        mark("text", point.text, class_="lt-trend__value", y=y - 12 if above else y + 26, **_anchored(frame, place)),
    )
    class_ = f"lt-trend__point{' lt-trend__point--last' if last else ''}"
    if point.href is None:
        return mark("g", *shapes, class_=class_)
    return mark("a", *shapes, class_=class_, href=point.href, aria_label=f"{point.label}: {point.text}")
