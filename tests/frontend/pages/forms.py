"""Forms of pages, filled in and sent as a browser without scripts would."""

from collections.abc import Mapping

import httpx
from lxml.html import HtmlElement, document_fromstring

from tests.frontend.pages.conftest import SeenPage, seen


def known(told: list[str]) -> list[str]:
    """What is told of frameworks that are part of the product: other tests of this worker may have published theirs."""
    return [one for one in told if "Bộ tiêu chí thử" not in one]


def fields_of(root: HtmlElement, action: str) -> dict[str, str]:
    """What the form with this action would send, by name."""
    form = next(form for form in root.forms if form.get("action") == action and form.get("method") == "post")
    return {name: value or "" for name, value in form.form_values()}


def send(client: httpx.Client, page: SeenPage, action: str, changes: Mapping[str, str]) -> httpx.Response:
    """The answer to the form of a page, with some fields typed anew, or a button of it pressed."""
    fields = fields_of(page.root, action)
    buttons = {button.get("name") for button in page.root.cssselect("button[name]")}
    assert set(changes) <= set(fields) | buttons, set(changes) - set(fields) - buttons
    return client.post(action, data={**fields, **changes}, headers={"Accept": "text/html"})


def sent(client: httpx.Client, page: SeenPage, action: str, changes: Mapping[str, str], status: int = 200) -> SeenPage:
    """The page a form leads to, after its redirect."""
    answer = send(client, page, action, changes)
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == status, answer.text[:500]
    return seen(answer)


def value_of(page: SeenPage, name: str) -> str:
    """What stands in the box of this name."""
    found = [box for box in page.root.cssselect("input, textarea, select") if box.get("name") == name]
    assert len(found) == 1, name
    return str(found[0].text or "") if found[0].tag == "textarea" else str(found[0].get("value"))


def box_of(page: SeenPage, name: str) -> HtmlElement:
    """The box of this name."""
    return next(box for box in page.root.cssselect("input, textarea") if box.get("name") == name)


def part(answer: httpx.Response) -> HtmlElement:
    """The fragment htmx was given."""
    assert "<html" not in answer.text
    return document_fromstring(f"<div>{answer.text}</div>")
