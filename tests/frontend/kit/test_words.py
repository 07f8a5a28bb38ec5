"""Every word of the shell has its English, and the catalogue holds nothing else."""

import io
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from contracts.access import ROLE_NAMES
from frontend import words
from frontend.error_pages import ERROR_TEXTS, LOST
from frontend.navigation import MENU, NAVIGATION
from frontend.pages import confirmation, sign_in, sign_in_steps
from frontend.reading import waits
from frontend.render import TEMPLATES
from frontend.words import titles

OPTIONS = {"trimmed": "true", "extensions": "jinja2.ext.i18n"}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO(words.CATALOGUE.read_bytes()), locale="en")


def in_templates() -> Iterator[str]:
    """What templates say through `_`."""
    for path in TEMPLATES.rglob("*.html"):
        with path.open("rb") as file:
            for _, found, _, _ in extract("jinja2", file, keywords={"_": None, "gettext": None}, options=OPTIONS):
                assert isinstance(found, str), path
                yield found


def in_code() -> Iterator[str]:
    """What code hands to templates to be said."""
    yield from (
        titles.ERROR,
        *titles.KNOWN,
        *ROLE_NAMES.values(),
        *LOST.values(),
        sign_in.WRONG,
        waits.SECONDS,
        waits.MINUTES,
        waits.UNKNOWN,
        sign_in.EMPTY,
        sign_in_steps.WRONG,
        confirmation.EMPTY,
        confirmation.WRONG,
        confirmation.NOT_YET,
    )
    for entry in NAVIGATION:
        yield from (entry.label, entry.short)
    yield from (entry.label for entry in MENU)
    for text in ERROR_TEXTS.values():
        yield from (text.title, text.detail, text.step)


def test_every_word_of_the_shell_has_its_english_and_no_entry_is_unused(catalogue: Catalog) -> None:
    used = {*in_templates(), *in_code()}
    entries = {str(message.id): message for message in catalogue if message.id}
    assert sorted(used - entries.keys()) == []
    assert sorted(entries.keys() - used) == []
    assert [key for key, message in entries.items() if not message.string or message.fuzzy] == []


def test_translations_keep_the_places_for_names_and_hold_no_vietnamese(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            assert re.findall(r"%\(\w+\)s", str(message.string)) == re.findall(r"%\(\w+\)s", str(message.id))
            assert not re.search(r"[À-ỹ]", str(message.string)), message.string


def test_vietnamese_is_spoken_unless_another_language_was_chosen() -> None:
    assert words.gettext("Trợ giúp") == "Trợ giúp"
    with words.speaking(words.ENGLISH):
        assert words.gettext("Trợ giúp") == "Help"
        assert words.gettext("Xã Tú Lệ") == "Xã Tú Lệ"
        assert words.gettext("") == ""
    assert words.language() == words.VIETNAMESE


@pytest.mark.parametrize(
    ("text", "said", "named"),
    [
        ("Xếp hạng", "Rankings", ""),
        ("Căn cứ điểm của xã Tú Lệ", "Basis of the score:", " xã Tú Lệ"),
        ("Căn cứ điểm 1.4", "Basis of the score", " 1.4"),
        ("Chấm điểm – Xã Cần Giuộc", "Scoring", " – Xã Cần Giuộc"),
        ("Tổng quan chuyển đổi số tỉnh Lào Cai", "Digital transformation overview:", " tỉnh Lào Cai"),
        ("Tỷ lệ hộ nghèo", "", "Tỷ lệ hộ nghèo"),
        ("Trợ giúp", "Help", ""),
    ],
)
def test_a_title_is_translated_up_to_the_names_in_it(text: str, said: str, named: str) -> None:
    assert "".join(titles.title_of(text)) == text
    with words.speaking(words.ENGLISH):
        assert titles.title_of(text) == (said, named)


def test_the_title_of_a_refused_form_begins_with_error_in_both_languages() -> None:
    assert titles.page_title("Lỗi: Phiếu tự đánh giá năm 2025") == "Lỗi: Phiếu tự đánh giá năm 2025"
    with words.speaking(words.ENGLISH):
        assert titles.page_title("Lỗi: Phiếu tự đánh giá năm 2025") == "Error: Self-assessment sheet, năm 2025"
