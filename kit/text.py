"""Vietnamese text: one normal form, search without marks, and the order of the Vietnamese alphabet."""

import re
import unicodedata
from functools import lru_cache

# The order of the root collation for signs; signs absent here follow the letters, by code point.
_SIGNS = " _-‐‑‒–—,;:!?….'‘’\"“”«»()[]{}§@*/\\&#%`^°+±<=>|~$₫"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT_BELOW = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"

# Within one letter: ngang, huyền, hỏi, ngã, sắc, nặng; marks foreign to Vietnamese come last.
_PLAIN = 2
_TONES = {_GRAVE: 3, _HOOK: 4, _TILDE: 5, _ACUTE: 6, _DOT_BELOW: 7}
_FOREIGN_MARK = 8
_LETTER_MARKS = {"a": _BREVE + _CIRCUMFLEX, "e": _CIRCUMFLEX, "o": _CIRCUMFLEX + _HORN, "u": _HORN}

_LOWER, _UPPER = 2, 3
_LEVEL_END = b"\x01"
_FIRST_SIGN, _NUMBER, _FIRST_LETTER, _OTHER = 0x02, 0x60, 0x70, 0xF0
_LONGEST_NUMBER = 0xFF

_SIGN_WEIGHTS = {sign: bytes([_FIRST_SIGN + place]) for place, sign in enumerate(_SIGNS)}
_LETTER_WEIGHTS = {letter: bytes([_FIRST_LETTER + place]) for place, letter in enumerate(_LETTERS)}

_SPACES = re.compile(r"\s+")
_RUNS = re.compile(r"[0-9]+|[^0-9]+")


def nfc(text: str) -> str:
    """The composed form, the only one stored: keyboards and macOS also send the decomposed one."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text as somebody without a Vietnamese keyboard types it: no marks, đ as d, small letters, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SPACES.sub(" ", bare.replace("đ", "d")).strip()


@lru_cache(maxsize=4096)
def vi_sort_key(text: str) -> bytes:
    """A key whose byte order is the Vietnamese order: letters first, then tones, then small before capital letters.

    Numbers sort by their size ("Số 2" before "Số 10"). Equals ICU's ``vi`` with numeric order on every place
    name of the country.
    """
    primary: list[bytes] = []
    tones = bytearray()
    cases = bytearray()
    for piece in _RUNS.findall(nfc(text)):
        if piece[0] in "0123456789":
            primary.append(_number_weight(piece))
            tones.append(_PLAIN)
            cases.append(_LOWER)
            continue
        for character in piece:
            letter, tone = _split(character)
            primary.append(_weight(letter))
            tones.append(tone)
            cases.append(_LOWER if character == character.lower() else _UPPER)
    # Trailing plain weights decide nothing: strings that differ there already differ in their letters.
    return b"".join(primary) + _LEVEL_END + bytes(tones).rstrip(b"\x02") + _LEVEL_END + bytes(cases).rstrip(b"\x02")


def natural_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Orders codes such as ``4.22.10`` after ``4.22.9``; numbers come before words at the same place."""
    return tuple(_code_piece(piece) for part in code.split(".") for piece in _RUNS.findall(part))


def _code_piece(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), "") if piece[0] in "0123456789" else (1, 0, piece)


def _number_weight(digits: str) -> bytes:
    significant = digits.lstrip("0")[:_LONGEST_NUMBER]
    return bytes([_NUMBER, len(significant)]) + significant.encode("ascii")


def _split(character: str) -> tuple[str, int]:
    """The small letter of the alphabet under a character, and the weight of its tone."""
    decomposed = unicodedata.normalize("NFD", character.lower())
    base, marks = decomposed[0], decomposed[1:]
    own = "".join(mark for mark in marks if mark in _LETTER_MARKS.get(base, ""))
    others = [mark for mark in marks if mark not in own]
    return nfc(base + own), _TONES.get(others[0], _FOREIGN_MARK) if others else _PLAIN


def _weight(letter: str) -> bytes:
    known = _LETTER_WEIGHTS.get(letter) or _SIGN_WEIGHTS.get(letter)
    return known or bytes([_OTHER]) + ord(letter[0]).to_bytes(3, "big")
