"""Which indicators of a unit and period are told through a form, so that they are not sent straight in."""

import asyncio

from contracts.indicators.definitions import Frequency
from contracts.indicators.forms import Form, FormSummary
from contracts.periods import Period
from frontend.addresses import address
from frontend.client import Client, ObligationFilter
from frontend.pages.entry.choice import Choice
from frontend.pages.entry.periods import KINDS
from frontend.reading.value_cells import Held


async def held_by_forms(client: Client, choice: Choice) -> dict[str, Held]:
    """Each such indicator with its form; none to whoever may publish straight in."""
    if choice.publishes:
        return {}
    period = Period.parse(choice.period)
    wanted = [form for form in await client.list_forms() if _may_ask(form, choice, period)]
    owed = await asyncio.gather(*(_owes(client, choice, form.code) for form in wanted))
    forms = await asyncio.gather(
        *(client.get_form(form.code) for form, is_owed in zip(wanted, owed, strict=True) if is_owed)
    )
    return {item.indicator: _held(form, choice) for form in forms for item in form.items}


def _may_ask(form: FormSummary, choice: Choice, period: Period) -> bool:
    """Whether the form is for units of this level and periods of this length: others need no question."""
    return choice.unit.level == form.level and KINDS[Frequency(form.frequency)] is period.kind


async def _owes(client: Client, choice: Choice, form: str) -> bool:
    wanted = ObligationFilter(within=choice.unit.id, form=form, period=choice.period)
    return any(one.area == choice.unit.id for one in await client.list_every_obligation(wanted))


def _held(form: Form, choice: Choice) -> Held:
    """Where it is filled in, for those who fill it in."""
    mine = form.code in dict(choice.forms) and choice.unit.id in choice.own
    href = address("/nhap", bm=form.code, dv=choice.unit.id, ky=choice.period)
    return Held(form.name, href if mine else None)
