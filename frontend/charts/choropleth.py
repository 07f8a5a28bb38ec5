"""The map of 34 provinces in five shades, with Hoàng Sa and Trường Sa in their own boxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from frontend.charts.marks import mark, picture

WIDTH, HEIGHT = 546.0, 816.0


@dataclass(frozen=True, slots=True)
class Region:
    """A province on the map: name, value as text, shade 0 … 4 (None: no data, hatched), and where a click leads."""

    name: str
    text: str
    level: int | None
    href: str


@dataclass(frozen=True, slots=True)
class _Box:
    code: str
    key: str
    title: str
    owner: str
    y: float
    moved: str


# The boxes stand at the right height beside the coast; `moved` brings the islands of the map sheet into them.
_BOXES = (
    _Box("48", "hoang-sa", "Quần đảo Hoàng Sa", "TP. Đà Nẵng", 330.0, "translate(-106 -38)"),
    _Box("56", "truong-sa", "Quần đảo Trường Sa", "tỉnh Khánh Hòa", 600.0, "translate(314 440) scale(.26)"),
)
_BOX_X, _BOX_WIDTH, _BOX_HEIGHT = 394.0, 150.0, 134.0


def choropleth(map_url: str, regions: Mapping[str, Region], label: str, selected: str | None = None) -> Markup:
    """The map: `regions` by province code ("15"); provinces that are not in it are drawn as having no data."""
    codes = sorted(regions, key=lambda code: code == selected)  # The chosen one last: its outline lies on top.
    areas = [_area(map_url, code, regions[code], selected=code == selected) for code in codes]
    boxes = [_islands(map_url, box, _level_of(regions.get(box.code))) for box in _BOXES]
    return picture(WIDTH, HEIGHT, "lt-map", label, _hatch(), *areas, *boxes, links=True)


def _level_of(region: Region | None) -> int | None:
    return region.level if region else None


def _area(map_url: str, code: str, region: Region, *, selected: bool) -> Markup:
    name = escape(f"{region.name}: {region.text}")
    chosen = " lt-map__link--selected" if selected else ""
    return Markup(  # noqa: S704 - each part is escaped
        f'<a href="{escape(region.href)}" class="lt-map__link{chosen}" aria-label="{name}"><title>{name}</title>'
        f"{_outline(map_url, code, region.level)}</a>"
    )


@cache
def _outline(map_url: str, code: str, level: int | None) -> Markup:
    return mark("use", href=f"{map_url}#p{code}", class_=_shade(level), fill=_fill(level))


@cache
def _islands(map_url: str, box: _Box, level: int | None) -> Markup:
    middle = _BOX_X + _BOX_WIDTH / 2
    return mark(
        "g",
        mark("rect", class_="lt-map__box", x=_BOX_X, y=box.y, width=_BOX_WIDTH, height=_BOX_HEIGHT, rx=6),
        mark(
            "use",
            href=f"{map_url}#{box.key}",
            class_=f"{_shade(level)} lt-map__islands lt-map__islands--{box.key}",
            transform=box.moved,
        ),
        mark("text", box.title, class_="lt-map__name", x=middle, y=box.y + 102, text_anchor="middle"),
        mark("text", f"({box.owner})", class_="lt-map__name", x=middle, y=box.y + 121, text_anchor="middle"),
        class_="lt-map__archipelago",
    )


def _shade(level: int | None) -> str:
    return f"lt-map__area lt-map__area--{'none' if level is None else level}"


def _fill(level: int | None) -> str:
    return "url(#lt-hatch)" if level is None else "currentColor"


@cache
def _hatch() -> Markup:
    stripes = (
        mark("rect", class_="lt-map__hatch-ground", width=8, height=8),
        mark("path", class_="lt-map__hatch-line", d="M-2 2l4-4M0 8l8-8M6 10l4-4"),
    )
    return mark("defs", mark("pattern", *stripes, id="lt-hatch", width=8, height=8, patternUnits="userSpaceOnUse"))
