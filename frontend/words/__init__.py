"""The words of the shell in the visitor's language: Vietnamese as code and templates say them, English from en.po.

Only the shell is translated; what comes from data stays Vietnamese and stands in an element that says so (`lang`).
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

VIETNAMESE, ENGLISH = "vi", "en"
LANGUAGES = (VIETNAMESE, ENGLISH)
CATALOGUE = Path(__file__).parent / "en.po"

_spoken: ContextVar[str] = ContextVar("lantoa_language", default=VIETNAMESE)


def load_english(path: Path = CATALOGUE) -> Translations:
    """The English catalogue, read and compiled in memory: there is no build step."""
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=ENGLISH))
    compiled.seek(0)
    return Translations(compiled)


_english = load_english()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, `gettext` answers in this language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """`vi` or `en`: what is spoken at present."""
    return _spoken.get()


def gettext(words: str) -> str:
    """The words in the language spoken; without a translation as they are."""
    return words if _spoken.get() == VIETNAMESE or not words else str(_english.gettext(words))


def ngettext(words: str, plural: str, count: int) -> str:
    """Vietnamese nouns have no plural and the English of the shell counts nothing: always the one form."""
    return gettext(words)
