"""Charts drawn on the server as SVG: classes only, labelled, with links for points; they print and need no script."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from frontend.charts.bars import bar, bullet
from frontend.charts.choropleth import Region, choropleth
from frontend.charts.progress import Progress, Spot, progress
from frontend.charts.ranges import rank_range
from frontend.charts.scale import bin_labels, even_bounds, level
from frontend.charts.sparkline import sparkline
from frontend.charts.trend import TrendPoint, trend

__all__ = [
    "Charts",
    "Progress",
    "Region",
    "Spot",
    "TrendPoint",
    "bar",
    "bin_labels",
    "bullet",
    "choropleth",
    "even_bounds",
    "level",
    "progress",
    "rank_range",
    "sparkline",
    "trend",
]


@dataclass(frozen=True)
class Charts:
    """The charts as templates call them (`charts.sparkline(…)`): only the map needs to know an address."""

    map_url: str

    bar = staticmethod(bar)
    bullet = staticmethod(bullet)
    sparkline = staticmethod(sparkline)
    trend = staticmethod(trend)
    progress = staticmethod(progress)
    bin_labels = staticmethod(bin_labels)

    def choropleth(self, regions: Mapping[str, Region], label: str, selected: str | None = None) -> Markup:
        """`choropleth` with the address of the site's own map sheet."""
        return choropleth(self.map_url, regions, label, selected)
