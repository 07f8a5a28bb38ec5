"""The picture of docs/architecture.md: `python -m tools.picture` writes docs/architecture.svg from its description.

It brings its own light and dark colours, for GitHub and editors show it as an image that follows the reader's setting.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

TARGET = Path(__file__).parents[1] / "docs" / "architecture.svg"
WIDTH, HEIGHT = 960, 690
STYLE = """
.paper{fill:#fff}.box{fill:#f4f7fb;stroke:#9fb1c7}.door{fill:#e4ecf5;stroke:#1f3a5f}.store{fill:#fff9e0;stroke:#b39a3c}
.wall{fill:none;stroke:#1f3a5f;stroke-dasharray:6 4}.line{fill:none;stroke:#44546a;stroke-width:1.6}.tip{fill:#44546a}
text{font:14px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#1a1f27}
.title{font-weight:650}.note{font-size:12.5px;fill:#44546a}.label{font-size:12px;fill:#44546a}
@media (prefers-color-scheme:dark){.paper{fill:#0f141b}.box{fill:#1b2430;stroke:#5b6d84}.door{fill:#22344c;
stroke:#8fb4e0}.store{fill:#2c2814;stroke:#c9b256}.wall{stroke:#8fb4e0}.line{stroke:#a9b6c6}.tip{fill:#a9b6c6}text{fill:#e8edf3}
.note,.label{fill:#b7c2cf}}
""".strip()


@dataclass(frozen=True, slots=True)
class Box:
    """A part: where it stands, what it is called, what it does. `kind` gives its colours."""

    x: int
    y: int
    width: int
    height: int
    title: str
    notes: Sequence[str] = ()
    kind: str = "box"

    def draw(self) -> str:
        """The box with its words from the top."""
        words = [f'<text class="title" x="{self.x + 14}" y="{self.y + 24}">{escape(self.title)}</text>']
        words += [
            f'<text class="note" x="{self.x + 14}" y="{self.y + 24 + 18 * place}">{escape(note)}</text>'
            for place, note in enumerate(self.notes, start=1)
        ]
        shape = f'x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="8"'
        return f'<rect class="{self.kind}" {shape}/>' + "".join(words)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way something goes, through these points; `label` stands at `at`."""

    points: Sequence[tuple[int, int]]
    label: str = ""
    at: tuple[int, int] = (0, 0)

    def draw(self) -> str:
        """The line with its tip at the last point."""
        path = " ".join(f"{x},{y}" for x, y in self.points)
        line = f'<polyline class="line" points="{path}" marker-end="url(#tip)"/>'
        words = f'<text class="label" x="{self.at[0]}" y="{self.at[1]}">{escape(self.label)}</text>'
        return line + (words if self.label else "")


BOXES = (
    Box(24, 20, 440, 66, "People: officers, appraisers, leaders", ("a browser: HTML pages, forms, htmx fragments",)),
    Box(496, 20, 440, 66, "Ministries and other systems", ("JSON with an access token; Excel and CSV",)),
    Box(
        24, 130, 912, 104, "gateway/ – the one door",
        (
            "sign-in, sessions, tokens · limits · who is asking becomes a signed, short-lived identity · access log",
            "answers kept by data version: a change counts up, so an old number is never given out again",
            "dispatches in the process, or through kit/forwarding when a part is served elsewhere (LANTOA_…_URL)",
        ),
        "door",
    ),
    Box(
        24, 290, 270, 130, "frontend/",
        ("pages: Jinja, own CSS and SVG", "knows the system only through", "the gateway's contracts, with",
         "the visitor's session, no other right"),
    ),
    Box(
        345, 290, 270, 130, "services/directory/",
        ("areas of Viet Nam through time,", "lineage of mergers, organisations", "tells every change in a feed"),
    ),
    Box(
        666, 290, 270, 130, "services/indicators/",
        ("frameworks, indicators, values,", "roll-up while publishing,", "assessments with proof, rankings,",
         "workbooks"),
    ),
    Box(24, 484, 270, 66, "schema gateway", ("accounts, sessions, clients",), "store"),
    Box(345, 484, 270, 66, "schema directory", ("areas, outbox",), "store"),
    Box(666, 484, 270, 66, "schema indicators", ("values, sums, scores, own area names",), "store"),
    Box(
        24, 610, 912, 62, "Floors, each standing only on those before it",
        ("kit (no domain word)  →  contracts (what crosses the wire)  →  gateway, services, frontend  →  commands,"
         " manage.py",),
    ),
)  # fmt: skip
ARROWS = (
    Arrow([(244, 86), (244, 126)]),
    Arrow([(716, 86), (716, 126)]),
    Arrow([(100, 234), (100, 286)], "pages", (58, 264)),
    Arrow([(220, 290), (220, 238)], "as the visitor", (228, 264)),
    Arrow([(480, 234), (480, 286)], "/api/directory", (488, 264)),
    Arrow([(800, 234), (800, 286)], "/api/indicators", (808, 264)),
    Arrow([(615, 355), (662, 355)], "feed", (625, 346)),
    Arrow([(480, 420), (480, 480)]),
    Arrow([(800, 420), (800, 480)]),
    Arrow([(320, 234), (320, 450), (159, 450), (159, 480)]),
)
WALL = (12, 466, 936, 122, "PostgreSQL 18: a role per service, no join across schemas; history rows cannot be changed")


def draw() -> str:
    """The whole picture."""
    x, y, width, height, words = WALL
    wall = f'<rect class="wall" x="{x}" y="{y}" width="{width}" height="{height}" rx="12"/>'
    wall += f'<text class="label" x="{x + 14}" y="{y + height - 14}">{escape(words)}</text>'
    tip = '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    tip += '<path class="tip" d="M0 0 8 4 0 8z"/></marker>'
    shapes = [wall, *(arrow.draw() for arrow in ARROWS), *(box.draw() for box in BOXES)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            ' aria-label="Parts of Lan Tỏa and the way of a request">',
            f"<style>{STYLE}</style>",
            f"<defs>{tip}</defs>",
            f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
            *shapes,
            "</svg>\n",
        ]
    )


def main() -> int:
    """Writes the picture."""
    TARGET.write_text(draw())
    sys.stdout.write(f"{TARGET.name}  {TARGET.stat().st_size // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
