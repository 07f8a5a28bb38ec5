"""Pages on a slow phone (400 kbit/s, 300 ms, CPU 4 × slower): when the largest thing stands, and what jumps."""

import shutil
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.ground import Ground
from bench.page import sign_in
from bench.rounds import Line, tell
from bench.served import product

PAGES = ("/tong-quan?dv=T15-2025", "/chi-tieu", "/chi-tieu/CQS-01", "/xep-hang", "/don-vi/T15-2025", "/tro-giup")
ROUNDS = 3
COLD, WARM, SHIFT = 2.5, 1.2, 0.02
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
LINE = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = {"rate": 4}
WATCH = """
window.seen = { paint: 0, shift: 0 };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.paint = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True, slots=True)
class View:
    """One view: seconds to the largest contentful paint, and the sum of layout shifts."""

    paint: float
    shift: float


def measure_phone(ground: Ground, admin: str) -> Iterator[Line]:
    """A leader's first and second view of the main pages; no lines where no Chromium is installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        tell("no Chromium: the slow phone is left out (tools/install_browser.sh)")
        return
    with product(ground, admin, "phone") as server, sync_playwright() as playwright:
        name, _, value = sign_in(server).partition("=")
        cookie = {"name": name, "value": value, "url": server.url}
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            for path in PAGES:
                yield _line(path, [_both(browser, server.url, cookie, path) for _ in range(ROUNDS)])
        finally:
            browser.close()


def _both(browser: Browser, url: str, cookie: Any, path: str) -> tuple[View, View]:
    """With nothing kept, and again with what the first view left behind."""
    context = browser.new_context(base_url=url, viewport={"width": 390, "height": 844}, device_scale_factor=2)
    try:
        context.add_cookies([cookie])
        context.add_init_script(WATCH)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", SLOWER)
        views = []
        for _ in range(2):
            page.goto(path, wait_until="networkidle")
            seen = page.evaluate("seen")
            views.append(View(seen["paint"] / 1000, seen["shift"]))
        return views[0], views[1]
    finally:
        context.close()


def _line(path: str, rounds: list[tuple[View, View]]) -> Line:
    cold, warm = (statistics.median(views[place].paint for views in rounds) for place in (0, 1))
    shift = max(view.shift for views in rounds for view in views)
    return Line(
        f"slow phone, {path}: largest paint cold / warm, layout shift",
        f"{COLD} s / {WARM} s, {SHIFT}",
        f"{cold:.2f} s / {warm:.2f} s, {shift:.3f}",
        f"{max(cold / COLD, warm / WARM):.2f} ×",
        "≤ 1 ×",
    )
