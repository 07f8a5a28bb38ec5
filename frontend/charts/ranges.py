"""A range of ranks: from the best place on the left to the last on the right, with a tick at the rank itself."""

from markupsafe import Markup

from frontend.charts.marks import mark, picture

WIDTH, HEIGHT = 100.0, 12.0
TICK = 1.5
_GROUND = mark("rect", class_="lt-range__ground", x=0, y=4, width=WIDTH, height=4)


def rank_range(low: int, high: int, rank: int, of: int, label: str) -> Markup:
    """Every rank has as much of the line as every other; `of` are all there are."""
    step = WIDTH / max(of, 1)
    left, right = (low - 1) * step, high * step
    span = mark("rect", class_="lt-range__span", x=left, y=2, width=right - left, height=8)
    at = min(WIDTH - TICK, max(0.0, (rank - 0.5) * step - TICK / 2))
    tick = mark("rect", class_="lt-range__rank", x=at, y=0, width=TICK, height=HEIGHT)
    return picture(WIDTH, HEIGHT, "lt-range", label, _GROUND, span, tick, stretched=True)
