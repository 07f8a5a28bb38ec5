"""Numbers as people in Viet Nam write and read them, and the one rounding of the product (half-up)."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

LONGEST_NUMBER = 32
_DIGITS = 28
_ROOM = Context(prec=_DIGITS, rounding=ROUND_HALF_UP)
"""Where numbers of ordinary length are rounded: making a context costs more than rounding in one."""
_NOT_A_NUMBER = "Không phải là số. Ví dụ: 84,67"

_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f\t ]+")
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_SIGNED = re.compile(r"(?P<sign>[+-]?) ?(?P<digits>[0-9][0-9., ]*?) ?(?P<percent>%?)")

_GROUPS = r"[1-9][0-9]{0,2}"
# Tried in this order. A leading zero cannot start a thousands group, so "0.125" is a fraction while "1.234" is not.
_WRITINGS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(rf"{_GROUPS}(\.[0-9]{{3}})+(,[0-9]+)?"), ".", ","),
    (re.compile(rf"{_GROUPS}( [0-9]{{3}})+(,[0-9]+)?"), " ", ","),
    (re.compile(rf"{_GROUPS}( [0-9]{{3}})+\.[0-9]+"), " ", "."),
    (re.compile(rf"{_GROUPS}(,[0-9]{{3}})+\.[0-9]+"), ",", "."),
    (re.compile(rf"{_GROUPS}(,[0-9]{{3}}){{2,}}"), ",", "."),
    (re.compile(r"[0-9]+(,[0-9]+)?"), ".", ","),
    (re.compile(r"(0|[1-9][0-9]*)\.[0-9]+"), ",", "."),
)


class NotANumber(ValueError):
    """The text is not one number. Its message is Vietnamese, meant for the person who typed it."""

    def __init__(self, text: str) -> None:
        super().__init__(_NOT_A_NUMBER)
        self.text = text


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as read from text. ``84,67 %`` has the value 84.67 and ``is_percent`` set: nothing is divided."""

    value: Decimal
    is_percent: bool = False


def read_number(text: str) -> Decimal:
    """The number an officer means by ``84,67``, ``84.67``, ``1.234`` (a thousand), ``1.234,5``, ``1 234,5``, ``100%``.

    Raises `NotANumber` for anything that is not exactly one number, or is longer than 32 characters.
    """
    return read_written(text).value


def read_written(text: str) -> WrittenNumber:
    """Like `read_number`, and tells whether a percent sign followed."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST_NUMBER:
        raise NotANumber(text)
    match = _SIGNED.fullmatch(_SPACES.sub(" ", trimmed.translate(_MINUS_SIGNS)))
    if match is None:
        raise NotANumber(text)
    for writing, separator, mark in _WRITINGS:
        if writing.fullmatch(match["digits"]):
            size = Decimal(match["digits"].replace(separator, "").replace(mark, "."))
            value = size.copy_negate() if match["sign"] == "-" and size else size
            return WrittenNumber(value, is_percent=bool(match["percent"]))
    raise NotANumber(text)


def write_number(value: Decimal, places: int | None = None) -> str:
    """The number as it is printed: ``1.234,5``. ``places`` fixes the decimals; without it none is lost or added."""
    shown = value if places is None else round_half_up(value, places)
    whole, _, fraction = f"{shown.copy_abs():f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    if places is None:
        fraction = fraction.rstrip("0")
    sign = "-" if shown < 0 else ""
    return f"{sign}{groups},{fraction}" if fraction else f"{sign}{groups}"


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Rounds ties away from zero, as people do: 0.125 → 0.13 and -0.125 → -0.13. Never gives a negative zero."""
    needed = value.adjusted() + places + 3
    room = _ROOM if needed <= _DIGITS else Context(prec=needed, rounding=ROUND_HALF_UP)
    rounded = value.quantize(_quantum(places), context=room)
    return rounded or rounded.copy_abs()


@lru_cache(64)
def _quantum(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def decimal_places(value: Decimal) -> int:
    """How many decimals the number really has; trailing zeros do not count."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))
