"""What a strict content policy and htmx 4 forbid never enters a template or a script."""

import re
from pathlib import Path

import pytest

from frontend.assets import STATIC
from frontend.render import TEMPLATES

BANS = {
    "a style attribute": r"""\sstyle\s*=""",
    "an hx-on handler": r"hx-on",
    "an inline handler": r"""\son[a-z]+\s*=\s*["']""",
    "script in an attribute": r"""\bjs:|javascript:""",
    "a trigger filter": r"""hx-trigger(?::\w+)?\s*=\s*["'][^"']*\[""",
    "a script in the page": r"<script(?![^>]*\ssrc=)",
    "a sheet in the page": r"<style\b",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "another host": r"""(?:src|href)\s*=\s*["']https?://""",
}


@pytest.mark.parametrize("ban", BANS)
def test_no_template_holds_what_is_forbidden(ban: str) -> None:
    found = [path.name for path in TEMPLATES.rglob("*.html") if re.search(BANS[ban], _spoken(path))]
    assert found == []


def test_the_bans_catch_what_they_name() -> None:
    samples = {
        "a style attribute": '<p style="color:red">',
        "an hx-on handler": '<p hx-on:click="x">',
        "an inline handler": '<p onclick="x">',
        "script in an attribute": """<p hx-vals='js:{a:1}'>""",
        "a trigger filter": '<p hx-trigger="click[ctrlKey]">',
        "a script in the page": "<script>x</script>",
        "a sheet in the page": "<style>p{}</style>",
        "unescaped text": "{{ text|safe }}",
        "another host": '<script src="https://cdn.example/x.js">',
    }
    assert [ban for ban, sample in samples.items() if not re.search(BANS[ban], sample)] == []
    assert set(samples) == set(BANS)


def test_scripts_evaluate_no_text_and_store_no_html_from_outside() -> None:
    banned = r"\beval\(|new Function|\.innerHTML|document\.write|\.style\b|cssText"
    for path in (STATIC / "js").glob("*.js"):
        assert not re.search(banned, path.read_text()), path


def test_every_component_explains_its_parameters() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        text = path.read_text()
        assert text.startswith("{#-"), path.name
        header = text[: text.index("#}")]
        for name in re.findall(r"{% macro ([a-z]\w*)\(", text):
            assert f"{name}(" in header, f"{path.name} does not explain {name}"


def test_templates_stay_short() -> None:
    assert [path.name for path in TEMPLATES.rglob("*.html") if len(path.read_text().splitlines()) > 120] == []


def _spoken(path: Path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
