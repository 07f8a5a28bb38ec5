"""Numbers typed in text files: as machines write them, and as people with Vietnamese settings do."""

import re
from decimal import Decimal

from kit.numbers import NotANumber, read_number

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
TOO_LARGE = 10**14
MOST_OF_A_FLOAT = 15
"""A number of so many signs or fewer comes out of a float as it went in; a longer one stays a Decimal."""
SIGNS = re.compile(r"-?[0-9.,]+")
"""What a number without spaces and words is written with."""
_WITH_COMMA = re.compile(r"-?[0-9]+(,[0-9]+)?")
_EITHER = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def machine_number(
    text: str, wanted: str = "Phải là một số viết với dấu chấm thập phân, ví dụ 84.67"
) -> float | Decimal:
    """A number as machines write it; ValueError says in Vietnamese what is wrong."""
    if not NUMBER.fullmatch(text):
        raise ValueError(wanted)
    if abs(float(text)) >= TOO_LARGE:
        raise ValueError("Số quá lớn (tối đa 14 chữ số phần nguyên)")
    is_exact = len(text) > MOST_OF_A_FLOAT and "e" not in text.lower()
    return Decimal(text) if is_exact else float(text)


def written_number(text: str) -> float | Decimal:
    """`84,67`, `1.234.567` and `1.234,5` as people write them, `84.67` as machines do; nobody knows what `1.234` is."""
    if _EITHER.fullmatch(text):
        whole, comma = text.replace(".", ""), text.replace(".", ",")
        raise ValueError(f"Không rõ {text} là {whole} hay {comma}: viết {whole} hoặc {comma}")
    if _WITH_COMMA.fullmatch(text) or NUMBER.fullmatch(text) or not SIGNS.fullmatch(text):
        return machine_number(text.replace(",", "."), "Phải là một số, ví dụ 84,67")
    try:
        return read_number(text)
    except NotANumber as error:
        raise ValueError(str(error)) from error
