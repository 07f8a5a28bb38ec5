"""Who owes a form (nghĩa vụ báo cáo): units of its level and kinds, in its areas, in force on the period's last day.

The same is said once in SQL, for sets, by `queries/submissions/owing.py`; a test holds the two together.
"""

from collections.abc import Collection, Iterable
from datetime import date

from contracts.indicators.forms import FormWrite
from services.indicators.rules.territory import level_of


def is_named(terms: FormWrite, area: str, reach: Iterable[str]) -> bool:
    """Whether an area is of the form's level and lies in its areas; `reach` is the area itself and all above it."""
    return level_of(area) is terms.level and not set(terms.areas).isdisjoint(reach)


def is_of_kind(terms: FormWrite, kind: str) -> bool:
    """Whether units of this kind owe the form: xã, phường…; a form that names none means all."""
    return not terms.kinds or kind.casefold() in folded(terms.kinds)


def is_there(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a unit is in force on the day on which units are counted."""
    return valid_from <= day <= (valid_to or date.max)


def folded(kinds: Collection[str]) -> set[str]:
    """Kinds as they are compared, whatever their letters."""
    return {kind.casefold() for kind in kinds}
