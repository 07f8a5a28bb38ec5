"""How numbers, dates and periods read in Vietnamese (vi-VN); the only place that knows.

Absent values read as an en dash, negative numbers begin with a true minus sign (what is typed into boxes does not),
numbers are rounded half-up, instants are told in Asia/Ho_Chi_Minh.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

Number = Decimal | int | float | str

ABSENT = "–"
MINUS = "\N{MINUS SIGN}"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ROMAN_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}
HALVES = {"1": "6 tháng đầu", "2": "6 tháng cuối"}


def decimal(value: Number | None, digits: int | None = None) -> str:
    """`1234.5` → `1.234,5`; `digits` fixes the number of decimals, else as many as the value has."""
    if value is None or value == "":
        return ABSENT
    exact = _rounded(Decimal(str(value)), digits)
    text = f"{exact:,f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".").replace("-", MINUS)


def trimmed(value: Number | None, digits: int = 2) -> str:
    """At most `digits` decimals and no zeros at the end: `10.00` → `10`, `7.046` → `7,05`."""
    if value is None or value == "":
        return ABSENT
    return decimal(_rounded(Decimal(str(value)), digits))


def percent(value: Number | None, digits: int | None = 1) -> str:
    """A value already in percent: `71.4` → `71,4%`. A whole number keeps no decimals."""
    if value is None or value == "":
        return ABSENT
    exact = Decimal(str(value))
    return f"{decimal(_rounded(exact, digits) if digits is not None else exact)}%"


def share(part: Number | None, whole: Number | None, digits: int = 1) -> str:
    """Part of a whole as a percentage; absent when either is absent or the whole is zero."""
    if part is None or whole is None or not Decimal(str(whole)):
        return ABSENT
    return percent(Decimal(str(part)) / Decimal(str(whole)) * 100, digits)


def signed(value: Number | None, digits: int = 2) -> str:
    """A difference with its sign: `+3,2`, `−0,08`, `0`."""
    if value is None or value == "":
        return ABSENT
    exact = _rounded(Decimal(str(value)), digits)
    return f"+{decimal(exact)}" if exact > 0 else decimal(exact + 0)


def delta(value: Number | None, unit: str = "", digits: int = 1) -> str:
    """A change with its unit: `+6 đơn vị`; no change reads `không đổi`."""
    if value is None or value == "":
        return ABSENT
    exact = _rounded(Decimal(str(value)), digits)
    return f"{signed(exact, digits)} {unit}".rstrip() if exact else "không đổi"


def delta_points(value: Number | None, digits: int = 1) -> str:
    """The change of a percentage: `+3,2 điểm phần trăm`."""
    return delta(value, "điểm phần trăm", digits)


def direction(value: Number | None) -> str:
    """`up`, `down` or `flat`, for the mark beside a change."""
    exact = Decimal(str(value)) if value not in (None, "") else Decimal(0)
    return "up" if exact > 0 else "down" if exact < 0 else "flat"


def day(value: date | datetime | str | None) -> str:
    """`21/11/2026`."""
    found = _as_date(value)
    return f"{found:%d/%m/%Y}" if found else ABSENT


def long_day(value: date | datetime | str | None) -> str:
    """`ngày 21 tháng 11 năm 2026`, as official papers write it (NĐ 30/2020: a zero before days 1–9, months 1–2)."""
    found = _as_date(value)
    if not found:
        return ABSENT
    month = f"{found.month:02}" if found.month < 3 else str(found.month)
    return f"ngày {found.day:02} tháng {month} năm {found.year}"


def instant(value: datetime | str | None) -> str:
    """`08:30 ngày 21/11/2026`, local time; an instant without a zone is UTC."""
    if value is None or value == "":
        return ABSENT
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(HERE)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def period(text: str | None) -> str:
    """A period of the wire in words: `2026-Q3` → `quý III/2026`, `2026-M9` → `9 tháng năm 2026`."""
    if not text:
        return ABSENT
    for pattern, words in PERIODS:
        match = pattern.fullmatch(text)
        if match:
            return words(match)
    return text


def short_period(text: str | None) -> str:
    """A period for an axis or a narrow column: `III/2026`, `6T/2026`, `9T/2026`, `11/2026`, `2026`."""
    words = period(text)
    for long, short in (("quý ", ""), ("tháng ", ""), ("năm ", "")):
        if words.startswith(long):
            return words.replace(long, short, 1)
    return re.sub(r"^(\d) tháng(?: (đầu|cuối))? năm (\d{4})$", _short_months, words)


def capital(text: str) -> str:
    """The first letter large, the rest as it is: sentence case for a title."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """A name as it stands within a sentence: `Tỉnh Lào Cai` → `tỉnh Lào Cai`."""
    return text[:1].lower() + text[1:]


def file_size(size: int) -> str:
    """A size in bytes as people read it: `5 MB`, `312 KB`."""
    return f"{trimmed(size / 1_000_000, 1)} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


def _rounded(value: Decimal, digits: int | None) -> Decimal:
    return value if digits is None else value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _as_date(value: date | datetime | str | None) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        value = value if value.tzinfo else value.date()
    if isinstance(value, datetime):
        return (value.astimezone(HERE) if value.tzinfo else value).date()
    return value


def _short_months(match: re.Match[str]) -> str:
    half = " cuối" if match[2] == "cuối" else ""
    return f"{match[1]}T{half}/{match[3]}"


PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(\d{4})"), lambda m: f"năm {m[1]}"),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda m: f"quý {ROMAN_QUARTERS[m[2]]}/{m[1]}"),
    (re.compile(r"(\d{4})-H([12])"), lambda m: f"{HALVES[m[2]]} năm {m[1]}"),
    (re.compile(r"(\d{4})-M9"), lambda m: f"9 tháng năm {m[1]}"),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), lambda m: f"tháng {int(m[2])}/{m[1]}"),
)

FILTERS: dict[str, Callable[..., str]] = {
    "decimal": decimal,
    "trimmed": trimmed,
    "percent": percent,
    "signed": signed,
    "delta": delta,
    "delta_points": delta_points,
    "direction": direction,
    "day": day,
    "long_day": long_day,
    "instant": instant,
    "period": period,
    "short_period": short_period,
    "capital": capital,
    "inside": inside,
    "file_size": file_size,
}
"""Jinja filters by name; `share` is a global, having two operands."""
