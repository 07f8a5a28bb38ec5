"""Every page a test fetches is read as a browser and a screen reader would, and held to the same few rules."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import lxml.html
import pytest
from lxml.html import HtmlElement

LARGEST_PAGE = 15 * 1024
NAMELESS = {"hidden", "submit", "button"}


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that passed the checks."""

    answer: httpx.Response
    root: HtmlElement

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        return " ".join(self.root.text_content().split())

    @property
    def heading(self) -> str:
        """Its one h1."""
        return self.all("h1")[0]

    def all(self, selector: str) -> list[str]:
        """The text of every element a CSS selector finds."""
        return [" ".join(found.text_content().split()) for found in self.root.cssselect(selector)]

    def links(self, selector: str = "a") -> list[str]:
        """Where the links a CSS selector finds lead."""
        return [str(found.get("href")) for found in self.root.cssselect(selector)]


Visit = Callable[..., SeenPage]


@pytest.fixture
def visit() -> Visit:
    """Fetches a page with a client and checks it: `visit(client, "/chi-tieu")`."""

    def visit(client: httpx.Client, path: str, status: int = 200) -> SeenPage:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:500]}"
        return seen(answer)

    return visit


def seen(answer: httpx.Response) -> SeenPage:
    """The page of an answer, once it keeps the rules of every page."""
    root = lxml.html.document_fromstring(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert len(gzip.compress(answer.content, 9)) <= LARGEST_PAGE
    assert root.get("lang") == "vi"
    assert len(root.cssselect("h1")) == 1
    assert root.cssselect("title")[0].text_content().endswith(" – Lan Tỏa")
    ids = [found.get("id") for found in root.cssselect("[id]")]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    assert [field for field in root.cssselect("input, select, textarea") if not is_named(root, field)] == []
    assert root.cssselect("style, [style]") == []
    assert [script for script in root.cssselect("script") if script.text or not script.get("src")] == []
    assert [name for found in root.iter() for name in found.attrib if str(name).startswith("on")] == []
    assert [link for link in root.cssselect("a") if not link.get("href")] == []
    assert [link for link in root.cssselect("a") if not (link.get("aria-label") or link.text_content().strip())] == []
    assert [form.get("action") for form in root.cssselect("form") if not str(form.get("action")).startswith("/")] == []
    return SeenPage(answer, root)


def is_named(root: HtmlElement, field: HtmlElement) -> bool:
    """Whether a form field says what it is for."""
    if field.get("type") in NAMELESS or field.get("aria-label"):
        return True
    return bool(root.cssselect(f'label[for="{field.get("id")}"]'))
