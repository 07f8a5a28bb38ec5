"""A trend the size of a word: the last values as a line, the newest as a dot."""

from collections.abc import Sequence

from markupsafe import Markup

from frontend.charts.marks import line, mark, picture
from frontend.charts.scale import Value

WIDTH, HEIGHT, MARGIN = 96.0, 26.0, 4.0


def sparkline(values: Sequence[Value | None], label: str) -> Markup:
    """A line through the values in time order; a missing one breaks it. Without two values there is nothing to draw."""
    present = [float(value) for value in values if value is not None]
    if len(present) < 2:
        return Markup("")
    low, span = min(present), (max(present) - min(present)) or 1.0
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(
                (MARGIN + place * step, HEIGHT - MARGIN - (float(value) - low) / span * (HEIGHT - 2 * MARGIN))
            )
    drawn = [mark("path", class_="lt-spark__line", d=line(run)) for run in runs if len(run) > 1]
    last_x, last_y = next(run[-1] for run in reversed(runs) if run)
    dot = mark("circle", class_="lt-spark__dot", cx=last_x, cy=last_y, r=2.5)
    return picture(WIDTH, HEIGHT, "lt-spark", label, *drawn, dot)
