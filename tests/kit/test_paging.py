"""Cursors: what was not made here names no page, whatever it holds."""

import pytest

from kit.errors import NotFound
from kit.paging import BIGINT, INT, cursor, keys_of


def test_a_cursor_gives_back_its_keys() -> None:
    assert keys_of(cursor(-INT, "Huế"), (int, str)) == [-INT, "Huế"]
    assert keys_of(cursor(BIGINT), (int,), largest=BIGINT) == [BIGINT]
    assert keys_of(None, (int,)) is None


@pytest.mark.parametrize(
    "after",
    ["", "x", "e30", cursor("1"), cursor(1, 2), cursor(True), cursor(INT + 1), cursor(-INT - 1), cursor(10**30)],
)
def test_what_was_not_made_here_names_no_page(after: str) -> None:
    with pytest.raises(NotFound):
        keys_of(after, (int,))


@pytest.mark.parametrize("key", ["a\x00b", "\ud800"])
def test_text_that_no_database_takes_names_no_page(key: str) -> None:
    with pytest.raises(NotFound):
        keys_of(cursor(key) if key.isascii() else "WyJcdWQ4MDAiXQ", (str,))
