"""Browser tests: one Chromium per file, one context per test, sessions made over HTTP (signing in costs nothing)."""

from collections.abc import Iterator
from typing import Protocol

import httpx
import pytest
from playwright.sync_api import Browser

from tests.harness.browser import Visit, launched
from tests.harness.live import LiveSystem

COOKIE = "lantoa_session"


class Open(Protocol):
    """Opens a browser context for a visitor."""

    def __call__(
        self, client: httpx.Client | None = None, *, width: int = 1280, scheme: str = "light", scripts: bool = True
    ) -> Visit:
        """`client` is a signed-in HTTP client whose session the browser takes over; None visits as the public."""


@pytest.fixture(scope="module")
def browser(system: LiveSystem) -> Iterator[Browser]:
    """Chromium. It is closed with each file: while it runs, no other test of this worker could start a loop."""
    assert system.url
    with launched() as found:
        yield found


@pytest.fixture
def visit(system: LiveSystem, browser: Browser) -> Iterator[Open]:
    """Opens contexts for this test; at the end none of their pages may have complained on the console."""
    opened: list[Visit] = []

    def visit(
        client: httpx.Client | None = None, *, width: int = 1280, scheme: str = "light", scripts: bool = True
    ) -> Visit:
        context = browser.new_context(
            base_url=system.url,
            viewport={"width": width, "height": 844 if width < 1000 else 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        if client is not None:
            context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE], "url": system.url}])
        opened.append(Visit(context))
        return opened[-1]

    yield visit
    for found in opened:
        found.context.close()
    assert [complaint for found in opened for complaint in found.complaints] == []
