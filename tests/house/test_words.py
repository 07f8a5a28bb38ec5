"""Words: documented modules, a kit without domain words, contracts named in the glossary, nothing left undone."""

import ast
import re

from tests.house.source import ROOT, modules

DOMAIN = ("area", "areas", "indicator", "indicators", "framework", "frameworks", "assessment", "assessments", "commune",
          "province", "ranking", "pilot", "dvc", "cds", "appraiser", "lineage", "organisation")  # fmt: skip
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|for now|simplified|lorem)\b")


def test_every_module_and_class_says_what_it_is() -> None:
    silent = [name for name, tree, _ in modules() if ast.get_docstring(tree) is None]
    silent += [
        f"{name}:{node.name}"
        for name, tree, _ in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_the_kit_knows_no_domain_word() -> None:
    words = re.compile(rf"\b({'|'.join(DOMAIN)})\b", re.IGNORECASE)
    guilty = [
        f"{name}:{number} {line.strip()}"
        for name, _, text in modules("kit")
        for number, line in enumerate(text.split("\n"), 1)
        if words.search(line) and name != "kit/settings.py"
    ]
    assert guilty == []


def test_every_contract_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    missing = [
        f"{name}:{node.name}"
        for name, tree, _ in modules("contracts")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and f"`{node.name}`" not in glossary
    ]
    assert missing == []


def test_nothing_is_left_undone() -> None:
    left = [
        f"{name}:{number} {line.strip()}"
        for name, _, text in modules()
        for number, line in enumerate(text.split("\n"), 1)
        if LEFTOVER.search(line)
    ]
    assert left == []
