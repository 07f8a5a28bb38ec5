"""SVG elements as escaped text: attributes only, never a style; looks come from CSS classes."""

from functools import cache

from markupsafe import Markup, escape

Attribute = str | int | float | None


def mark(name: str, /, *children: Markup | str, **attributes: Attribute) -> Markup:
    """One element. Underscores in attribute names become hyphens, a trailing one goes (`class_`); None is left out."""
    written = "".join([f' {_named(key)}="{_safe(value)}"' for key, value in attributes.items() if value is not None])
    inside = "".join([child if type(child) is Markup else escape(child) for child in children])
    return Markup(f"<{name}{written}>{inside}</{name}>")  # noqa: S704 - each part is escaped


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
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        role="group" if links else "img",
        aria_label=label,
        preserveAspectRatio="none" if stretched else None,
        focusable="false",
    )


def line(points: list[tuple[float, float]]) -> str:
    """Path data of a polyline."""
    return "M" + "L".join([f"{coordinate(x)} {coordinate(y)}" for x, y in points])


@cache
def _named(attribute: str) -> str:
    return attribute.rstrip("_").replace("_", "-")


def _safe(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else coordinate(value)


def coordinate(value: float) -> str:
    """A number of a drawing: two decimals at most, half-up, no zeros at the end."""
    if isinstance(value, int):
        return str(value)
    # Binary floats put some halves just below themselves: those go up too.
    text = f"{round(value, 6) + (1e-7 if value > 0 else -1e-7):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
