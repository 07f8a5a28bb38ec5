"""Which passwords are taken: long enough and not the obvious; any characters, no forced change (ASVS 6.2)."""

import re
import string
from collections.abc import Iterable, Iterator

from gateway.rules.signing_in.guessable import COMMON, CONTEXT, KEYBOARD, NAMES, PLACES
from kit.text import fold

SHORTEST, LONGEST = 12, 1024
FEWEST_CHARACTERS = 5
FEWEST_OF_ONES_OWN = 7
"""Characters that must be left beside what guessers try first."""
SHORTEST_RUN = 4
SHORTEST_OWN_WORD = 3
LEET = str.maketrans("013457809@$!|+", "oieastbog" + "asilt")
SPACING = str.maketrans("", "", string.whitespace + string.punctuation)
NUMBERS = re.compile(r"(?:19|20)\d\d|\d{6,}")
REPEATS = re.compile(r"(.)\1{2,}")

OWN_WORDS = "tên hoặc thư điện tử của bạn"
CONTEXT_WORDS = "từ của hệ thống và công việc"
COMMON_WORDS = "từ thông dụng"
PLACE_NAMES = "tên tỉnh, tên đất"
PERSON_NAMES = "tên người"
ROWS = "dãy số, năm hoặc dãy phím liền nhau"


def weakness(password: str, *own: str) -> str | None:
    """Why this password is refused, in Vietnamese and with what to change; None when it is good.

    `own` is what others know of the person: e-mail, name. An obvious word is allowed inside a long password, as long
    as enough of it is something else.
    """
    if len(password) < SHORTEST:
        return f"Mật khẩu phải có ít nhất {SHORTEST} ký tự."
    if len(password) > LONGEST:
        return f"Mật khẩu không được dài hơn {LONGEST} ký tự."
    if len(set(password)) < FEWEST_CHARACTERS:
        return f"Mật khẩu phải có ít nhất {FEWEST_CHARACTERS} ký tự khác nhau."
    rest, found = _without_the_obvious(password, own)
    if found and len(rest) < FEWEST_OF_ONES_OWN:
        return f"Mật khẩu quá dễ đoán vì gần như chỉ gồm {'; '.join(found)}. Hãy thêm vài từ không liên quan đến nhau."
    return None


def _without_the_obvious(password: str, own: Iterable[str]) -> tuple[str, list[str]]:
    """What is left when everything obvious is taken out, and what kinds of that were found."""
    rest, found = fold(password), []
    without = _without_runs(REPEATS.sub("", NUMBERS.sub("", rest)))
    if without != rest:
        rest, found = without, [ROWS]
    rest = rest.translate(LEET).translate(SPACING)
    kinds = {OWN_WORDS: set(_own_words(own)), CONTEXT_WORDS: CONTEXT, COMMON_WORDS: COMMON, PLACE_NAMES: PLACES}
    for kind, words in {**kinds, PERSON_NAMES: NAMES}.items():
        for word in sorted(words, key=len, reverse=True):
            if word in rest:
                rest = rest.replace(word, "")
                found = [*found, kind] if kind not in found else found
    return rest, found


def _without_runs(text: str) -> str:
    """The text without pieces of four or more that follow one another on the keyboard or in the alphabet."""
    for row in (*KEYBOARD, *(row[::-1] for row in KEYBOARD)):
        for length in range(len(row), SHORTEST_RUN - 1, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "")
    return text


def _own_words(own: Iterable[str]) -> Iterator[str]:
    """Name and e-mail address, whole and in parts, as they are read in a password."""
    for told in own:
        folded = fold(told)
        parts = [folded.partition("@")[0], *re.split(r"[^a-z0-9]+", folded)]
        for word in parts:
            bare = word.translate(LEET).translate(SPACING)
            if len(bare) >= SHORTEST_OWN_WORD:
                yield bare
