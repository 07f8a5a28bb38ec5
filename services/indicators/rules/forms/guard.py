"""What forms hold back: a cell of a form in force goes through a submission, never straight in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.periods import Period
from contracts.reach import NATION
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.forms.owing import is_named, is_of_kind
from services.indicators.rules.known import Kin, KnownArea
from services.indicators.rules.territory import level_of


@dataclass(frozen=True, slots=True)
class Guard:
    """One form as it holds back the cells of its units.

    `numbers` are those of its areas; `is_wide` says that kins of areas do not tell whether they lie in them.
    """

    form: KnownForm
    numbers: frozenset[int]
    is_wide: bool

    def may_hold(self, kin: Kin) -> bool:
        """Whether areas of this kin may be the form's; said quickly, and never no in error."""
        return self.is_wide or not kin.uppers or not self.numbers.isdisjoint(kin.uppers)

    def holds(self, area: str, known: KnownArea) -> bool:
        """Whether the area is one of the form's units."""
        terms = self.form.terms
        return is_named(terms, area, known.reach) and is_of_kind(terms, known.kind)


class Guards:
    """The guards of all forms, by indicator."""

    def __init__(self, forms: Iterable[KnownForm], areas: Mapping[str, KnownArea]) -> None:
        self._guards: dict[str, list[Guard]] = defaultdict(list)
        for form in forms:
            guard = _guard_of(form, areas)
            for code in form.items:
                self._guards[code].append(guard)

    def of(self, indicator: str, period: Period) -> tuple[Guard, ...]:
        """Those in force for an indicator and a period: mostly none."""
        guards = self._guards.get(indicator)
        return tuple(guard for guard in guards if guard.form.is_in_force_for(period)) if guards else ()


NO_GUARDS = Guards((), {})


def told(form: KnownForm, period: str) -> str:
    """Why a cell is held back, and where it goes."""
    return (
        f"Số này thuộc biểu mẫu “{form.terms.name}” ({form.code}) kỳ {period}: "
        "hãy nhập vào hồ sơ số liệu kỳ rồi gửi duyệt, không gửi thẳng."
    )


def _guard_of(form: KnownForm, areas: Mapping[str, KnownArea]) -> Guard:
    named = frozenset(form.terms.areas)
    is_wide = NATION in named or any(level_of(area) is form.terms.level for area in named)
    return Guard(form, frozenset(areas[area].no for area in named if area in areas), is_wide)
