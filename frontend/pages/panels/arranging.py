"""Arranging a panel: where and when it judges, then who of those who may appraise there sits on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.access import Right
from contracts.indicators.definitions import FrameworkSummary
from contracts.indicators.panels import Panel, PanelCreate, PanelMember, PanelUpdate
from frontend.client import Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.formats import decimal
from frontend.pages.entry.periods import framework_periods, periods_in_force
from frontend.pages.panels.listing import PATH
from frontend.reading.panels import number_of
from frontend.reading.periods import period_options
from frontend.render import view
from frontend.versions import version_in
from kit.errors import Conflict, Forbidden, Invalid, Refusal, Stale
from kit.numbers import NotANumber
from kit.shapes import Fault

SEE_OTHER = 303
NEW = PATH + "/moi"
CHANGE, END = PATH + "/{panel}/sua", PATH + "/{panel}/giai-the"
ROLES = [("", "Không tham gia"), ("tv", "Thành viên"), ("ct", "Chủ trì, cùng chấm"), ("chi-ct", "Chủ trì, không chấm")]
ALL = "toàn bộ"
WRONG = "Chưa lưu được, xem từng mục."
LONGEST = 2000
NO_PERIOD = "Bộ chỉ số này không có kỳ ấy, hãy chọn kỳ trong danh sách."

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Seat:
    """One account on the form: who they are, what they are to be, what is theirs."""

    account: str
    name: str
    sub: str
    role: str = ""
    groups: str = ""

    @property
    def member(self) -> PanelMember | None:
        """What it says to the interface; None for who takes no part."""
        if not self.role:
            return None
        codes = [code for code in self.groups.replace(";", ",").replace(",", " ").split() if code]
        whole = not codes or self.groups.strip().casefold() == ALL
        groups = [] if self.role == "chi-ct" else None if whole else codes
        return PanelMember(account=self.account, name=self.name, head=self.role != "tv", groups=groups)


@router.get(NEW)
async def show_form(*, request: Request, client: ClientDep) -> Response:
    """First where and when; then the people of that place."""
    return await _new(request, client, request.query_params)


@router.post(NEW, dependencies=[CsrfChecked])
async def arrange_panel(*, request: Request, client: ClientDep) -> Response:
    """Sets the panel up, or says what is wrong and keeps what was typed."""
    form = await request.form()
    seats = await _seats(client, str(form.get("dv", "")), form, None)
    try:
        terms = _terms(form, seats)
        told = {"framework": form.get("bo", ""), "period": form.get("ky", ""), "area": form.get("dv", "")}
        wanted = PanelCreate(**told, **terms, **({"unit_class": form["loai"]} if form.get("loai") else {}))
        made = await client.arrange_panel(wanted)
    except ValidationError:
        return await _new(request, client, form, Invalid("Hãy chọn bộ chỉ số, kỳ, địa bàn và ít nhất một thành viên."))
    except (Invalid, Forbidden, Conflict) as refusal:
        return await _new(request, client, form, refusal)
    return RedirectResponse(f"{PATH}/{made.id}?xong=lap", SEE_OTHER)


@router.get(CHANGE)
async def show_change(*, request: Request, client: ClientDep, panel: str) -> Response:
    """The panel in its boxes."""
    found = await client.get_panel(panel)
    return await _change(request, client, found, {})


@router.post(CHANGE, dependencies=[CsrfChecked])
async def change_panel(*, request: Request, client: ClientDep, panel: str) -> Response:
    """Gives it other members, over the version read."""
    form = await request.form()
    found = await client.get_panel(panel)
    seats = await _seats(client, found.area, form, found)
    try:
        wanted = PanelUpdate(**_terms(form, seats), reason=str(form.get("ly_do", ""))[:LONGEST] or None)
        await client.change_panel(panel, version_in(form.get("ver")), wanted)
    except ValidationError:
        return await _change(request, client, found, form, Invalid("Tổ phải có ít nhất một thành viên."))
    except (Invalid, Forbidden, Conflict, Stale) as refusal:
        return await _change(request, client, found, form, refusal)
    return RedirectResponse(f"{PATH}/{panel}?xong=sua", SEE_OTHER)


@router.post(END, dependencies=[CsrfChecked])
async def dissolve_panel(*, request: Request, client: ClientDep, panel: str) -> Response:
    """Ends the panel, with a reason."""
    form = await request.form()
    found = await client.get_panel(panel)
    reason = str(form.get("ly_do", "")).strip()[:300]
    try:
        if not reason:
            raise Invalid("Hãy ghi lý do giải thể.")
        await client.dissolve_panel(panel, version_in(form.get("ver")), reason)
    except (Invalid, Forbidden, Stale) as refusal:
        return await _change(request, client, found, {}, refusal, ending=reason)
    return RedirectResponse(PATH, SEE_OTHER)


def _terms(form: Mapping[str, Any], seats: list[Seat]) -> dict[str, Any]:
    told: dict[str, Any] = {"members": [one for seat in seats if (one := seat.member) is not None]}
    try:
        threshold = number_of(str(form.get("nguong", "")).strip())
    except NotANumber as error:
        raise Invalid(WRONG, [Fault(pointer="/threshold", detail=f"Ngưỡng chênh lệch: {error}")]) from error
    return told if threshold is None else told | {"threshold": threshold}


async def _seats(client: Client, area: str, typed: Mapping[str, Any], panel: Panel | None) -> list[Seat]:
    """Those who may appraise the area and those who sit already, as they were typed or as they stand."""
    if not area:
        return []
    people = {one.account: (one.name, one.place_name or one.email) for one in await client.list_appraisers(area)}
    sitting = {one.account: one for one in panel.members} if panel else {}
    people |= {account: (one.name, "Đang ở trong tổ") for account, one in sitting.items() if account not in people}
    return [
        Seat(
            account,
            name,
            sub,
            str(typed.get(f"vai.{account}", _role(sitting.get(account)))),
            str(typed.get(f"phan.{account}", _groups(sitting.get(account))))[:LONGEST],
        )
        for account, (name, sub) in people.items()
    ]


def _role(member: PanelMember | None) -> str:
    if member is None:
        return ""
    return ("chi-ct" if member.groups == [] else "ct") if member.head else "tv"


def _groups(member: PanelMember | None) -> str:
    return "" if member is None or member.groups is None else ", ".join(member.groups)


async def _new(request: Request, client: Client, typed: Mapping[str, Any], refusal: Refusal | None = None) -> Response:
    chosen = {name: str(typed.get(name, ""))[:60] for name in ("bo", "ky", "dv", "loai")}
    frameworks = await client.list_frameworks()
    periods = _periods(frameworks, chosen["bo"], chosen["ky"])
    wrong = bool(chosen["bo"] and chosen["ky"]) and chosen["ky"] not in dict(periods)
    places = []
    for place in request.state.caller.places(Right.ASSESSMENTS_ARRANGE):
        known, below = await card_of(client.get_area(place)), await card_of(client.list_children(place))
        areas = ([known.value] if known.value else []) + (below.value or [])
        places += [(area.id, area.name) for area in areas]
    return await _form(
        request,
        client,
        refusal,
        title="Lập tổ thẩm định",
        action=NEW,
        chosen=chosen,
        frameworks=[("", "Chọn bộ chỉ số"), *((one.code, f"{one.code} – {one.name}") for one in frameworks)],
        periods=[("", "Chọn kỳ"), *periods],
        period_error=NO_PERIOD if wrong else None,
        places=[("", "Chọn địa bàn"), *places],
        seats=await _seats(client, chosen["dv"] if chosen["bo"] and chosen["ky"] and not wrong else "", typed, None),
        threshold=str(typed.get("nguong", "10")),
        reason="",
        panel=None,
        code=chosen["bo"],
    )


def _periods(frameworks: Iterable[FrameworkSummary], code: str, asked: str) -> list[tuple[str, str]]:
    """The periods of a framework, of all of them before one is chosen; and the asked one where it was in force."""
    told = [one for one in frameworks if code in ("", one.code)]
    return period_options(period for one in told for period in [*framework_periods(one), *periods_in_force(one, asked)])


async def _change(
    request: Request,
    client: Client,
    panel: Panel,
    typed: Mapping[str, Any],
    refusal: Refusal | None = None,
    *,
    ending: str = "",
) -> Response:
    """The panel in its boxes, or what was typed; `ending` is why it was to be dissolved."""
    return await _form(
        request,
        client,
        refusal,
        title="Sửa tổ thẩm định",
        action=f"{PATH}/{panel.id}/sua",
        chosen={},
        seats=await _seats(client, panel.area, typed, panel),
        threshold=str(typed.get("nguong", decimal(panel.threshold))),
        reason=str(typed.get("ly_do", ""))[:LONGEST],
        ending=ending,
        panel=panel,
        code=panel.framework,
    )


async def _form(request: Request, client: Client, refusal: Refusal | None, *, code: str, **context: Any) -> Response:
    framework = await card_of(client.get_framework(code)) if code else None
    told = framework.value if framework else None
    title = context.pop("title")
    return view(
        request,
        "panels/form.html",
        status=200 if refusal is None else refusal.status,
        nav="cham-diem",
        title=f"{'Lỗi: ' if refusal else ''}{title}",
        heading_text=title,
        roles=ROLES,
        groups=[(node.code, node.name) for node in told.nodes if node.parent_code is None] if told else [],
        classes=[(one.key, one.name) for one in told.classes] if told else [],
        refused=refusal.detail if refusal else None,
        errors=[(None, fault.detail) for fault in refusal.faults] if refusal else [],
        **context,
    )
