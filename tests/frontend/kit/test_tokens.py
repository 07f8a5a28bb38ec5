"""Colours are readable: text at least 4.5 : 1, marks and edges at least 3 : 1, in light and in dark."""

import re

import pytest

from frontend.assets import STATIC

TEXT = [
    *[(text, ground) for text in ("text", "muted", "accent") for ground in ("ground", "sheet", "sunken")],
    *[(text, f"{kind}-soft") for kind in ("good", "watch", "late", "none", "accent") for text in ("text", kind)],
    *[(kind, "sheet") for kind in ("good", "watch", "late", "none", "accent-deep")],
    *[("muted", ground) for ground in ("late-soft", "accent-soft")],
    ("late", "late-soft"),
    ("text", "changed"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("bar-text", "bar"),
    ("bar-text", "bar-deep"),
    ("bar-muted", "bar"),
    ("bar-muted", "bar-deep"),
    ("sheet", "text"),
    ("sheet", "late"),
    *[("on-level-low", f"level-{level}") for level in (0, 1, 2)],
    *[("on-level-high", f"level-{level}") for level in (3, 4)],
]
MARKS = [
    *[("edge", ground) for ground in ("sheet", "ground", "sunken")],
    *[(f"{kind}-fill", "sheet") for kind in ("good", "watch", "late", "none")],
    *[("focus", ground) for ground in ("sheet", "ground", "sunken")],
    ("accent", "sheet"),
    ("seed", "bar"),
    ("bar-edge", "bar"),
]


def _themes() -> dict[str, dict[str, str]]:
    light, _, dark = (STATIC / "css" / "tokens.css").read_text().partition("prefers-color-scheme: dark")
    read = [dict(re.findall(r"--lt-([\w-]+):\s*(#[0-9a-f]{6})", part)) for part in (light, dark)]
    return {"light": read[0], "dark": read[0] | read[1]}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(theme: str) -> None:
    tokens = _themes()[theme]
    weak = {pair: _contrast(tokens[pair[0]], tokens[pair[1]]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_edges_can_be_seen(theme: str) -> None:
    tokens = _themes()[theme]
    weak = {pair: _contrast(tokens[pair[0]], tokens[pair[1]]) for pair in MARKS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_five_shades_go_one_way(theme: str) -> None:
    shades = [_luminance(_themes()[theme][f"level-{level}"]) for level in range(5)]
    assert shades == sorted(shades, reverse=theme == "light")


def test_dark_answers_every_colour_of_light() -> None:
    light, _, dark = (STATIC / "css" / "tokens.css").read_text().partition("prefers-color-scheme: dark")
    names = [set(re.findall(r"--lt-([\w-]+):\s*#", part)) for part in (light, dark)]
    assert names[0] - names[1] == {"seed"}


def test_colours_are_named_only_among_the_tokens() -> None:
    for path in (STATIC / "css").rglob("*.css"):
        if path.name not in {"tokens.css", "print.css"}:
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*[\s,:{.])", path.read_text()), path.name
