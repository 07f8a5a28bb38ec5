"""Bars: a value against its target, a share of a maximum, and how a whole is divided."""

from markupsafe import Markup

from frontend.charts.marks import mark, picture
from frontend.charts.scale import Value

WIDTH, HEIGHT = 100.0, 8.0
TICK = 1.0
_GROUND = mark("rect", class_="lt-bar__ground", x=0, y=0, width=WIDTH, height=HEIGHT)


def bar(value: Value | None, maximum: Value, label: str, kind: str = "accent") -> Markup:
    """A share of a maximum, e.g. the points of a group. `kind`: accent | good | watch | late | none."""
    return _track("lt-bar", label, _filled(value, maximum, kind))


def bullet(
    value: Value | None,
    maximum: Value,
    label: str,
    target: Value | None = None,
    kind: str = "accent",
    required: Value | None = None,
) -> Markup:
    """A value on its scale with a tick at the target, and a paler one at what is `required` by now."""
    marks = [_filled(value, maximum, kind)]
    if required is not None:
        at = min(WIDTH - TICK, max(0.0, _along(required, maximum) - TICK / 2))
        marks.append(mark("rect", class_="lt-bar__required", x=at, y=0, width=TICK, height=HEIGHT))
    if target is not None:
        at = min(WIDTH - TICK, max(0.0, _along(target, maximum) - TICK / 2))
        marks.append(mark("rect", class_="lt-bar__target", x=at, y=0, width=TICK, height=HEIGHT))
    return _track("lt-bar lt-bar--bullet", label, *marks)


def _filled(value: Value | None, maximum: Value, kind: str) -> Markup:
    width = 0.0 if value is None else _along(value, maximum)
    return mark("rect", class_=f"lt-bar__fill lt-bar__fill--{kind}", x=0, y=0, width=width, height=HEIGHT)


def _along(value: Value, maximum: Value) -> float:
    return min(WIDTH, max(0.0, float(value) / (float(maximum) or 1.0) * WIDTH))


def _track(class_: str, label: str, *marks: Markup) -> Markup:
    return picture(WIDTH, HEIGHT, class_, label, _GROUND, *marks, stretched=True)
