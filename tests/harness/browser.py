"""Chromium for tests: one browser a worker, one context a test, every page's console and policy reports collected."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb",
    "--font-render-hinting=none",
]  # fmt: skip


def chromium() -> str:
    """The installed Chromium; without one the test is skipped loudly, or fails where a browser is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("LANTOA_REQUIRE_BROWSER"):
            pytest.fail("Chromium is required: run tools/install_browser.sh")
        pytest.skip("no Chromium: run tools/install_browser.sh to run the browser tests")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """One headless browser."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Visit:
    """A browser context with what its pages complained about."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new tab whose console errors, warnings and crashes are collected."""
        page = self.context.new_page()
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page
