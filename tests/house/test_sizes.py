"""Small rooms: a file, a function, a template and a style sheet each have a limit."""

import re

from tests.house.source import ROOT, functions, modules

FILE, FUNCTION, TEMPLATE, SHEET = 300, 40, 120, 100
JUNK = re.compile(r"(^|/)(utils?|helpers?|common|base|misc|shared|tools)(\.py|/)")


def test_no_file_is_longer_than_its_limit() -> None:
    long = [(name, text.count("\n")) for name, _, text in [*modules(), *modules("tests")] if text.count("\n") > FILE]
    assert long == []


def test_no_function_is_longer_than_its_limit() -> None:
    long = [
        f"{name}:{node.name} ({node.end_lineno - node.lineno + 1})"
        for name, tree, _ in [*modules(), *modules("tests")]
        for node in functions(tree)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert long == []


def test_no_template_or_style_sheet_is_longer_than_its_limit() -> None:
    limits = {".html": TEMPLATE, ".css": SHEET}
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "frontend").rglob("*")
        if path.suffix in limits and path.read_text().count("\n") > limits[path.suffix]
    ]
    assert long == []


def test_there_is_no_junk_drawer() -> None:
    assert [name for name, _, _ in [*modules(), *modules("tests")] if JUNK.search(name)] == []
