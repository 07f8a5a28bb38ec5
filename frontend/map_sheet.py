"""The map of 34 provinces as one SVG file whose shapes pages borrow with `<use>`.

Hoàng Sa and Trường Sa lie far off the coast: they become shapes of their own, so that a page can draw them in
labelled boxes close to the mainland. Geometry: svg-maps (CC BY 4.0), merged into the provinces of 01/07/2025.
"""

import json
import re
from html import escape

# Everything of these two provinces that begins east of this line belongs to an archipelago.
OFFSHORE_EAST_OF = 375.0
ARCHIPELAGOS = {"48": "hoang-sa", "56": "truong-sa"}


def draw_map_sheet(source: str) -> str:
    """An SVG document with a symbol `p<code>` per province and one per archipelago, from the JSON of outlines."""
    shapes: list[str] = []
    for code, province in json.loads(source).items():
        parts = re.findall(r"M[^M]*", province["d"])
        offshore = [part for part in parts if code in ARCHIPELAGOS and _west_edge(part) > OFFSHORE_EAST_OF]
        mainland = [part for part in parts if part not in offshore]
        shapes.append(_shape(f"p{code}", province["name"], mainland))
        if offshore:
            shapes.append(_shape(ARCHIPELAGOS[code], province["name"], offshore))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(shapes)}</svg>\n'


def _shape(key: str, name: str, parts: list[str]) -> str:
    outline = "".join(part.strip() for part in parts)
    return f'<symbol id="{key}" overflow="visible"><title>{escape(name)}</title><path d="{outline}"/></symbol>'


def _west_edge(part: str) -> float:
    found = re.match(r"M(-?[\d.]+)", part)
    return float(found[1]) if found else 0.0
