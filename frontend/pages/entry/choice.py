"""The three selectors of data entry: which form, for which unit, for which period; their state is the address."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from contracts.access import Right
from contracts.directory import AREA_ID, Area
from contracts.indicators.definitions import FrameworkSummary, Indicator
from contracts.indicators.obligations import Obligation
from contracts.periods import Period, PeriodInvalid
from frontend.admission import ONLY_READS
from frontend.client import Client, ClientDep
from frontend.client.reach import is_own, is_within, list_units
from frontend.pages.entry.assessed import level_of, own_frameworks
from frontend.pages.entry.owed import OwedForm, owed_forms, waiting
from frontend.pages.entry.periods import sheet_periods, value_periods
from frontend.reading.periods import period_options
from frontend.reading.submissions.entry import Entry
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.errors import Forbidden, NotFound, Refusal, Unauthenticated
from kit.text import vi_sort_key

VALUES = "so-lieu"
VALUES_NAME = "Số liệu chỉ tiêu"
NOT_YOURS = "Đơn vị này ngoài phạm vi của tài khoản."
NOT_OWED = "Biểu mẫu này không giao cho đơn vị của tài khoản, hoặc chưa có kỳ nào gửi được."
NOT_ITS_UNIT = "Biểu mẫu chỉ do người được giao tại chính đơn vị nhập; tài khoản này được giao ở nơi khác."
NOT_OWN = "Phiếu tự đánh giá chỉ do người được giao tại chính đơn vị nhập; tài khoản này được giao ở nơi khác."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address (or the form) says; empty fields are chosen for the visitor."""

    form: str = ""
    unit: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is open, and what else may be opened.

    `own` are the units whose forms the visitor fills in; who `publishes` may also send numbers of forms straight in;
    `others` counts what else they still have to send.
    """

    form: str
    unit: Area
    period: str
    framework: FrameworkSummary | None
    forms: list[tuple[str, str]]
    units: list[tuple[str, str]]
    periods: list[tuple[str, str]]
    indicators: list[Indicator]
    owed: OwedForm | None = None
    own: frozenset[str] = frozenset()
    publishes: bool = False
    others: int = 0

    @property
    def entry(self) -> Entry:
        """What is typed in."""
        return Entry(self.form, self.unit.id, self.period)

    def href(self, path: str, **more: str) -> str:
        """An address of this choice."""
        return self.entry.href(path, **more)

    @property
    def name(self) -> str | None:
        """What the sheet or form is called; none where indicators are told without one."""
        if self.owed is not None:
            return self.owed.form.name
        return self.framework.name if self.framework else None

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The choice as hidden fields of a form."""
        return self.entry.hidden

    @property
    def key(self) -> str:
        """Names the draft this machine keeps."""
        return self.entry.key


async def asked_in_address(
    *,
    bm: Annotated[str, Query(max_length=60)] = "",
    dv: Annotated[str, Query(max_length=60)] = "",
    ky: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    """The selectors of a page's address."""
    return Asked(bm, dv, ky)


async def asked_in_form(*, request: Request) -> Asked:
    """The selectors a form carries."""
    form = await request.form()
    return Asked(*(str(form.get(name, ""))[:60] for name in ("bm", "dv", "ky")))


async def chosen_in_address(
    *, request: Request, client: ClientDep, asked: Annotated[Asked, Depends(asked_in_address)]
) -> Choice:
    """What a page's address opens."""
    return await choose(client, caller_in(request), asked)


async def chosen_in_form(
    *, request: Request, client: ClientDep, asked: Annotated[Asked, Depends(asked_in_form)]
) -> Choice:
    """What a form is about."""
    return await choose(client, caller_in(request), asked)


AddressChoice = Annotated[Choice, Depends(chosen_in_address)]
FormChoice = Annotated[Choice, Depends(chosen_in_form)]


async def choose(client: Client, caller: Caller, asked: Asked) -> Choice:
    """Form, unit and period, each the asked one or the first that fits; Forbidden, NotFound."""
    if caller.anonymous:
        raise Unauthenticated
    frameworks, indicators, owed = await asyncio.gather(
        own_frameworks(client, caller), _indicators(client, caller), owed_forms(client, caller)
    )
    offered = _forms(caller, frameworks, owed, indicators)
    if not offered:
        raise Forbidden(ONLY_READS)
    unsent = waiting(owed)
    asked = _pressing(asked, unsent)
    form = asked.form or offered[0][0]
    if form not in dict(offered):
        raise await _not_offered(client, form)
    framework = next((known for known in frameworks if known.code == form), None)
    mine = next((known for known in owed if known.form.code == form), None)
    units = await _units(client, caller, framework, mine)
    unit = await _unit(client, caller, asked.unit, units, framework, mine)
    periods = _offered(framework, mine, indicators, unit)
    period = _period(asked.period, periods)
    every = [*periods, period]
    return Choice(
        form=form,
        unit=unit,
        period=str(period),
        framework=framework,
        forms=offered,
        units=_options([*units, unit]),
        periods=mine.options(every) if mine else period_options(every),
        indicators=indicators,
        owed=mine,
        own=frozenset(one for known in owed for one in known.units),
        publishes=caller.holds(Right.SUBMISSIONS_PUBLISH),
        others=sum((one.form, one.area, one.period) != (form, unit.id, str(period)) for one in unsent),
    )


def _pressing(asked: Asked, unsent: Iterable[Obligation]) -> Asked:
    """What is asked; without a form the one to be sent first, which may have been late for long."""
    fits = (one for one in unsent if asked.unit in ("", one.area) and asked.period in ("", one.period))
    first = None if asked.form else next(fits, None)
    return Asked(first.form, first.area, first.period) if first else asked


def _offered(
    framework: FrameworkSummary | None, owed: OwedForm | None, indicators: list[Indicator], unit: Area
) -> list[Period]:
    """The periods to choose from."""
    if owed is not None:
        return owed.periods(unit.id)
    return sheet_periods(framework, unit) if framework else value_periods(indicators)


def _forms(
    caller: Caller, frameworks: list[FrameworkSummary], owed: list[OwedForm], indicators: list[Indicator]
) -> list[tuple[str, str]]:
    """What may be filled in; a commune's sheet leads, those who enter for a whole province begin with its values."""
    sheets = [(framework.code, f"Phiếu tự đánh giá: {framework.name}") for framework in frameworks]
    forms = [(one.form.code, one.form.name) for one in owed]
    values = [(VALUES, VALUES_NAME)] if indicators else []
    own = all(place.startswith("X") for place in caller.places(Right.ASSESSMENTS_SELF))
    return [*sheets, *forms, *values] if own else [*values, *forms, *sheets]


async def _not_offered(client: Client, form: str) -> Refusal:
    """A sheet or a form that others fill in, or none at all."""
    frameworks, forms = await asyncio.gather(client.list_frameworks(), client.list_forms())
    if form in {known.code for known in forms}:
        return Forbidden(NOT_OWED)
    known = {framework.code for framework in frameworks}
    return Forbidden(NOT_OWN) if form in known else NotFound("Không có biểu mẫu này.")


async def _indicators(client: Client, caller: Caller) -> list[Indicator]:
    return await client.list_indicators() if caller.holds(Right.VALUES_WRITE) else []


async def _units(
    client: Client, caller: Caller, framework: FrameworkSummary | None, owed: OwedForm | None
) -> list[Area]:
    if framework is not None:
        own = [place for place in caller.places(Right.ASSESSMENTS_SELF) if level_of(place) == framework.level]
        units = await asyncio.gather(*map(client.get_area, own))
    elif owed is not None:
        units = await asyncio.gather(*map(client.get_area, owed.units))
    else:
        units = await list_units(client, caller.places(Right.VALUES_WRITE))
    return sorted(units, key=lambda unit: (unit.level != "T", vi_sort_key(unit.short_name)))


async def _unit(
    client: Client,
    caller: Caller,
    asked: str,
    units: list[Area],
    framework: FrameworkSummary | None,
    owed: OwedForm | None,
) -> Area:
    known = {unit.id: unit for unit in units}
    if asked in known:
        return known[asked]
    if not asked and units:
        return units[0]
    if not re.fullmatch(AREA_ID, asked):
        raise NotFound("Không có đơn vị này.") if asked else Forbidden(ONLY_READS)
    area = await client.get_area(asked)
    places = caller.places(Right.ASSESSMENTS_SELF if framework else Right.VALUES_WRITE)
    if not await is_within(client, places, area):
        raise Forbidden(NOT_YOURS)
    if owed is not None:
        raise Forbidden(NOT_ITS_UNIT)
    if framework is not None and not await is_own(client, places, area):
        raise Forbidden(NOT_OWN)
    return area


def _period(asked: str, offered: list[Period]) -> Period:
    """The asked period; the first one instead of a length the form does not take, as when another form is chosen."""
    if not asked:
        return offered[0]
    try:
        period = Period.parse(asked)
    except PeriodInvalid as error:
        raise NotFound(str(error)) from error
    return period if period.kind in {known.kind for known in offered} else offered[0]


def _options(units: Iterable[Area]) -> list[tuple[str, str]]:
    return list({unit.id: (unit.id, unit.name) for unit in units}.values())
