"""What evidence is put behind: one value of a unit, or one criterion of its sheet; named by its address."""

import asyncio
import re
from dataclasses import dataclass

from contracts.access import Right
from contracts.directory import AREA_ID, Area
from contracts.periods import Period, PeriodInvalid
from frontend.addresses import address
from frontend.client import Client, SubmissionFilter, card_of
from frontend.client.reach import is_own, is_within
from frontend.formats import period as period_words
from kit.caller import Caller
from kit.errors import NotFound

PATH = "/minh-chung"
VALUE = re.compile(r"so-lieu/([A-Z0-9][A-Z0-9.-]{1,39})/([A-Za-z0-9-]{1,60})/([0-9A-Z-]{4,10})")
CRITERION = re.compile(r"tieu-chi/([0-9a-f-]{36})/([A-Za-z0-9_.-]{1,40})")
UNKNOWN = "Không có số liệu hoặc tiêu chí này."


@dataclass(frozen=True, slots=True)
class Subject:
    """One value or criterion: its unit, its addresses here and in the interface, and what it is called.

    `code` names it among its likes; `back` leads to where it is typed; `writable` says its visitor may attach.
    """

    path: str
    api: str
    code: str
    area: Area
    name: str
    back: str
    writable: bool

    @property
    def href(self) -> str:
        """The page of its evidence."""
        return f"{PATH}/{self.path}"


async def may_add(client: Client, caller: Caller, area: Area) -> bool:
    """Whether the visitor may add to a unit's store: who sends its values, or judges it for itself."""
    sends, judges = (caller.places(right) for right in (Right.VALUES_WRITE, Right.ASSESSMENTS_SELF))
    return await is_within(client, sends, area) or await is_own(client, judges, area)


async def subject_of(client: Client, caller: Caller, path: str) -> Subject:
    """What a path names; NotFound."""
    value, criterion = VALUE.fullmatch(path), CRITERION.fullmatch(path)
    if value:
        return await _value(client, caller, path, value[1], value[2], value[3])
    if criterion:
        return await _criterion(client, caller, path, criterion[1], criterion[2])
    raise NotFound(UNKNOWN)


async def _value(client: Client, caller: Caller, path: str, code: str, area_id: str, period: str) -> Subject:
    if not re.fullmatch(AREA_ID, area_id):
        raise NotFound(UNKNOWN)
    try:
        Period.parse(period)
    except PeriodInvalid as error:
        raise NotFound(str(error)) from error
    indicator, area, told = await asyncio.gather(
        client.get_indicator(code),
        client.get_area(area_id),
        card_of(client.list_submissions(SubmissionFilter(area=area_id, period=period))),
    )
    form = told.value[0].form if told.value else "so-lieu"
    return Subject(
        path=path,
        api=f"values/{area_id}/{period}/evidence/{code}",
        code=code,
        area=area,
        name=f"{code} {indicator.name}, {period_words(period)}",
        back=address("/nhap", bm=form, dv=area_id, ky=period),
        writable=await is_within(client, caller.places(Right.VALUES_WRITE), area),
    )


async def _criterion(client: Client, caller: Caller, path: str, assessment: str, code: str) -> Subject:
    sheet = await client.get_assessment(assessment)
    row = next((row for row in sheet.rows if row.code == code), None)
    if row is None:
        raise NotFound(UNKNOWN)
    area = await client.get_area(sheet.area)
    writable = await is_own(client, caller.places(Right.ASSESSMENTS_SELF), area)
    place = {"dv": sheet.area, "ky": sheet.period}
    sheet_form = address("/nhap", bm=sheet.framework, **place)
    return Subject(
        path=path,
        api=f"assessments/{assessment}/evidence/{code}",
        code=code,
        area=area,
        name=f"{code} {row.name}, {period_words(sheet.period)}",
        back=sheet_form if writable else address("/cham-diem", bo=sheet.framework, **place),
        writable=writable,
    )
