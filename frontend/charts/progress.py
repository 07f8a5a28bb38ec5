"""The way to a target through time: what was, what has to be, where the trend leads."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from frontend.charts.marks import line, mark, picture
from frontend.charts.scale import Value, ticks
from frontend.formats import decimal

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 40.0, 28.0, 34.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A value at a moment (in years), with the text of its period and of itself."""

    at: float
    value: Value
    period: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What is drawn: figures, the corners of the required line, the ends of the forecast, the target."""

    figures: Sequence[Spot]
    required: Sequence[Spot] = ()
    forecast: Sequence[Spot] = ()
    target: Spot | None = None
    unit: str = field(default="")

    @property
    def spots(self) -> list[Spot]:
        """Everything that has a place."""
        return [*self.figures, *self.required, *self.forecast, *([self.target] if self.target else [])]


@dataclass(frozen=True, slots=True)
class _Frame:
    first: float
    last: float
    low: float
    high: float

    def place(self, spot: Spot) -> tuple[float, float]:
        along = (spot.at - self.first) / ((self.last - self.first) or 1.0)
        return LEFT + (WIDTH - LEFT - RIGHT) * along, self.y(spot.value)

    def y(self, value: Value) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - float(value)) / ((self.high - self.low) or 1.0)


def progress(drawn: Progress, label: str) -> Markup:
    """The chart; nothing without two moments. Follow it with the figures as a table."""
    spots = drawn.spots
    moments = sorted({spot.at for spot in spots})
    if len(moments) < 2:
        return Markup("")
    marks = ticks(min(0.0, *(float(spot.value) for spot in spots)), max(float(spot.value) for spot in spots))
    frame = _Frame(moments[0], moments[-1], marks[0], marks[-1])
    parts = [*_grid(frame, marks), *_years(frame)]
    for name, points in (
        ("lt-trend__required", drawn.required),
        ("lt-trend__forecast", drawn.forecast),
        ("lt-trend__line", drawn.figures),
    ):
        if len(points) > 1:
            parts.append(mark("path", class_=name, d=line([frame.place(spot) for spot in points])))
    parts += [_dot(frame, spot, last=spot is drawn.figures[-1]) for spot in drawn.figures]
    if drawn.target is not None:
        parts.append(_goal(frame, drawn.target))
    return picture(WIDTH, HEIGHT, "lt-trend", label, *parts)


def _grid(frame: _Frame, marks: Sequence[float]) -> list[Markup]:
    drawn: list[Markup] = []
    for value in marks:
        y = frame.y(value)
        drawn.append(mark("path", class_="lt-trend__grid", d=line([(LEFT, y), (WIDTH - RIGHT, y)])))
        drawn.append(mark("text", decimal(value), class_="lt-trend__tick", x=LEFT - 10, y=y + 4, text_anchor="end"))
    return drawn


def _years(frame: _Frame) -> list[Markup]:
    """The end of each year as a label, where it lies; only some of many."""
    years = [year for year in range(int(frame.first), int(frame.last) + 1) if frame.first <= year <= frame.last]
    step = max(1, len(years) // 6)
    return [_year(frame, year) for year in years[::-1][::step]]


def _year(frame: _Frame, year: int) -> Markup:
    """Centred where it lies, but ending at the edge, so that nothing is cut off."""
    x = frame.place(Spot(year, 0, "", ""))[0]
    at, anchor = (WIDTH - 2, "end") if x > WIDTH - RIGHT - 8 else (x, "middle")
    return mark("text", f"hết {year - 1}", class_="lt-trend__tick", x=at, y=HEIGHT - 10, text_anchor=anchor)


def _dot(frame: _Frame, spot: Spot, *, last: bool) -> Markup:
    x, y = frame.place(spot)
    shapes = [mark("title", f"{spot.period}: {spot.text}"), mark("circle", class_="lt-trend__dot", cx=x, cy=y, r=4)]
    if last:
        shapes.append(mark("text", spot.text, class_="lt-trend__value", x=x, y=y - 12, text_anchor="middle"))
    return mark("g", *shapes, class_=f"lt-trend__point{' lt-trend__point--last' if last else ''}")


def _goal(frame: _Frame, spot: Spot) -> Markup:
    x, y = frame.place(spot)
    return mark(
        "g",
        mark("path", class_="lt-trend__goal", d=line([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y), (x, y - 7)])),
        mark("text", spot.text, class_="lt-trend__target-text", x=WIDTH - 4, y=y - 12, text_anchor="end"),
    )
