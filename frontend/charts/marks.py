"""SVG elements as escaped text: attributes only, never a style; looks come from CSS classes."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from markupsafe import Markup, escape

Attribute = str | int | float | None


def mark(name: str, /, *children: Markup | str, **attributes: Attribute) -> Markup:
    """One element. Underscores in attribute names become hyphens, a trailing one goes (`class_`); None is left out."""
    written = "".join(
        f' {_named(key)}="{escape(_text(value))}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{written}>{''.join(map(escape, children))}</{name}>")  # noqa: S704 - each part is escaped


def picture(
    width: float,
    height: float,
    class_: str,
    label: str,
    *children: Markup,
    links: bool = False,
    stretched: bool = False,
) -> Markup:
    """An `<svg>` with a spoken label; one that holds links is a group, for an image would hide them from readers.

    A `stretched` one fills its box whatever the proportions.
    """
    return mark(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=class_,
        viewBox=f"0 0 {_text(width)} {_text(height)}",
        role="group" if links else "img",
        aria_label=label,
        preserveAspectRatio="none" if stretched else None,
        focusable="false",
    )


def line(points: list[tuple[float, float]]) -> str:
    """Path data of a polyline."""
    return "M" + "L".join(f"{_text(x)} {_text(y)}" for x, y in points)


@cache
def _named(attribute: str) -> str:
    return attribute.rstrip("_").replace("_", "-")


def _text(value: str | float) -> str:
    if isinstance(value, float):
        return f"{Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize() + 0:f}"
    return str(value)
