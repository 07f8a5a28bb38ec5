"""What people do in a browser that takes more than one call."""

import re
from collections.abc import Iterable, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.harness.browser import Visit

_PASTE = """(cell, text) => {
  const copied = new DataTransfer();
  copied.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""


def cell(page: Page, name: str) -> Locator:
    """The box of this name."""
    return page.locator(f'.lt-cell__input[name="{name}"]')


def paste(box: Locator, lines: Iterable[Sequence[str]]) -> None:
    """Pastes a block as Excel puts it on the clipboard: tabs between columns, a line break after every row."""
    box.focus()
    box.evaluate(_PASTE, "".join("\t".join(line) + "\r\n" for line in lines))


def save(page: Page, words: str = "Lưu phiếu") -> None:
    """Presses the button that saves."""
    page.get_by_role("button", name=words, exact=True).click()


def forgive(visit: Visit, status: int) -> None:
    """Chromium notes every refused request on the console; one was expected here."""
    noted = [complaint for complaint in visit.complaints if f"status of {status} " in complaint]
    assert noted
    visit.complaints[:] = [complaint for complaint in visit.complaints if complaint not in noted]


def sees_errors(page: Page, lines: Sequence[str]) -> None:
    """The summary of errors has the focus and these lines, the title says so too."""
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_text(list(lines))
    expect(page).to_have_title(re.compile(r"^Lỗi: "))
