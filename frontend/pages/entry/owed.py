"""The forms that whoever is asking fills in themselves: for their own units, for the periods that may be sent."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.access import Right
from contracts.directory import AreaLevel
from contracts.indicators.forms import FormSummary
from contracts.indicators.obligations import Obligation
from contracts.periods import Period
from frontend.client import Client, ObligationFilter
from frontend.client.reach import NATION
from frontend.reading.submissions.periods import options_of
from frontend.reading.submissions.words import UNSENT
from kit.caller import Caller


@dataclass(frozen=True, slots=True)
class OwedForm:
    """One form with what is owed of it, newest period first."""

    form: FormSummary
    owed: list[Obligation]

    @property
    def units(self) -> list[str]:
        """The units that owe it."""
        return list(dict.fromkeys(one.area for one in self.owed))

    def periods(self, unit: str) -> list[Period]:
        """The periods one unit owes it for, the one that is due next first."""
        mine = [one for one in self.owed if one.area == unit] or self.owed
        return [Period.parse(one.period) for one in sorted(mine, key=lambda one: one.due_on, reverse=True)]

    def options(self, periods: list[Period]) -> list[tuple[str, str]]:
        """Periods as the selector shows them, with their days where those are not of the calendar."""
        return options_of(periods, self.form.regime)

    def of(self, unit: str, period: str) -> Obligation | None:
        """What one unit owes for one period."""
        return next((one for one in self.owed if (one.area, one.period) == (unit, period)), None)


async def owed_forms(client: Client, caller: Caller) -> list[OwedForm]:
    """Every form the caller's own units owe, by code."""
    if not caller.holds(Right.VALUES_WRITE):
        return []
    forms = await client.list_forms()
    asked = [(form, place) for form in forms for place in _own(caller, form.level)]
    told = await asyncio.gather(
        *(client.list_every_obligation(ObligationFilter(within=place, form=form.code)) for form, place in asked)
    )
    owed: dict[str, list[Obligation]] = {form.code: [] for form in forms}
    for (form, place), found in zip(asked, told, strict=True):
        owed[form.code] += [one for one in found if one.area == place]
    return [OwedForm(form, owed[form.code]) for form in forms if owed[form.code]]


def waiting(forms: list[OwedForm]) -> list[Obligation]:
    """What is still to be sent, first due first."""
    unsent = (one for form in forms for one in form.owed if one.state in UNSENT)
    return sorted(unsent, key=lambda one: (one.due_on, one.form, one.area))


def _own(caller: Caller, level: AreaLevel) -> Iterator[str]:
    """The caller's own units of a level: what lies below them fills in its own forms."""
    return (place for place in caller.places(Right.VALUES_WRITE) if place != NATION and place.startswith(level.value))
