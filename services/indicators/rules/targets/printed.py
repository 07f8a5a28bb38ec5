"""Targets as documents print them: `≥ 80`, `> 0,7`, `16 - 18`, `09`, or words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.targets import Comparator
from kit.numbers import NotANumber, read_number

_SIGNS = {
    "≥": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "<=": Comparator.AT_MOST,
    ">": Comparator.ABOVE, "<": Comparator.BELOW, "": Comparator.EQUAL,
}  # fmt: skip
_SINGLE = re.compile(r"(?P<sign>≥|>=|≤|<=|>|<|) ?(?P<number>[0-9]+(?:[.,][0-9]+)?) ?%?(?P<rest>.*)")
_RANGE = re.compile(r"(?P<low>[0-9]+(?:[.,][0-9]+)?) ?%? ?[-–] ?(?P<high>[0-9]+(?:[.,][0-9]+)?) ?%?")


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed target says; `rest` are words that stand behind the number and ask more."""

    comparator: Comparator
    value: Decimal | None = None
    value_to: Decimal | None = None
    text: str | None = None
    rest: str | None = None


def read_printed(text: str) -> Printed:
    """What is printed; anything that is not one number or one range is kept as its words."""
    told = " ".join(text.split())
    between = _RANGE.fullmatch(told)
    if between:
        return Printed(Comparator.RANGE, _number(between["low"]), _number(between["high"]))
    single = _SINGLE.fullmatch(told)
    if single is None or ";" in told:
        return Printed(Comparator.TEXT, text=told)
    rest = single["rest"].strip()
    if rest and not rest.startswith("và "):
        return Printed(Comparator.TEXT, text=told)
    return Printed(_SIGNS[single["sign"]], _number(single["number"]), rest=rest or None)


def _number(text: str) -> Decimal:
    try:
        return read_number(text)
    except NotANumber:
        return Decimal(text.replace(",", "."))
