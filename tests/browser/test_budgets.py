"""What a page costs on the line, counted in Chromium: bytes and requests, first and repeat view, for everybody."""

import gzip
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import Open
from tests.browser.test_access import CAN_GIUOC, sideways
from tests.harness.live import LiveSystem

pytestmark = pytest.mark.browser

KILOBYTE = 1024
HTML, FRAGMENT, CODE = 15 * KILOBYTE, 5 * KILOBYTE, 25 * KILOBYTE
COLD, REQUESTS = 60 * KILOBYTE, 8
REPEAT = 5 * KILOBYTE
MORE = {
    "": ["/dang-nhap", "/tro-giup", "/don-vi"],
    "leader": ["/don-vi/T15-2025", "/chi-tieu/CQS-01"],
    "appraiser": [f"/cham-diem?{CAN_GIUOC}"],
}
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "gzip"}


@dataclass
class Line:
    """What comes over the line, by request; bytes as they were sent, headers counted, and the headers' share."""

    session: CDPSession
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    def listen(self) -> None:
        """Count from now on; what the browser has in its cache sends no bytes and is no request."""
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.heads[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def _finished(self, event: dict[str, str]) -> None:
        if float(event["encodedDataLength"]):
            self.sizes[event["requestId"]] = int(float(event["encodedDataLength"]))

    def of(self, *kinds: str) -> int:
        """Bytes of answers of these kinds."""
        return sum(size for name, size in self.sizes.items() if self.kinds[name] in kinds)

    def bodies_of(self, *kinds: str) -> int:
        """The same without headers: what the files themselves weigh."""
        return self.of(*kinds) - sum(self.heads[name] for name in self.sizes if self.kinds[name] in kinds)

    def clear(self) -> None:
        """Forget what was counted."""
        self.sizes.clear()


def nav(page: Page) -> list[str]:
    """Where the navigation of whoever looks leads."""
    page.goto("/")
    return [str(link.get_attribute("href")) for link in page.locator(".lt-nav__link").all()]


def faults(page: Page, line: Line, path: str) -> list[str]:
    """What a first and a second view of a page cost too much."""
    line.session.send("Network.clearBrowserCache")
    line.clear()
    page.goto(path)
    assert line.of("Document")
    assert line.bodies_of("Stylesheet", "Script") > CODE / 2
    found = [
        ("HTML", line.of("Document"), HTML),
        ("sheets and scripts", line.bodies_of("Stylesheet", "Script"), CODE),
        ("first view", sum(line.sizes.values()), COLD),
        ("requests", len(line.sizes), REQUESTS),
    ]
    line.clear()
    page.goto(path)
    found.append(("repeat view", sum(line.sizes.values()), REPEAT))
    return [f"{path}: {what} {count} > {limit}" for what, count, limit in found if count > limit] + sideways(page)


@pytest.mark.parametrize("role", ["", "commune_officer", "appraiser", "leader"])
def test_every_page_of_the_navigation_is_light_to_load(system: LiveSystem, visit: Open, role: str) -> None:
    # Takes seconds: every page of the navigation, twice, with nothing kept the first time.
    opening = visit(system.client(role) if role else None, width=320)
    page = opening.page()
    line = Line(opening.context.new_cdp_session(page))
    line.listen()

    paths = nav(page)
    assert len(paths) >= 2
    assert [fault for path in [*paths, *MORE.get(role, [])] for fault in faults(page, line, path)] == []


@pytest.mark.parametrize("path", ["/tong-quan?q=ho", "/chi-tieu?q=ho", "/don-vi?q=van", "/xep-hang?q=lao", "/xep-hang"])
def test_what_a_filter_fetches_is_lighter_still(system: LiveSystem, path: str) -> None:
    client: httpx.Client = system.client("leader")

    part = client.get(path, headers=PART)

    assert "<html" not in part.text
    assert len(gzip.compress(part.content, 6)) <= FRAGMENT
    assert part.headers["content-encoding"] == "gzip"
