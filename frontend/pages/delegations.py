"""Delegations (Ủy quyền): lending a role to a colleague for a time, and seeing and ending what is lent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.accounts import RoleGrant
from contracts.delegations import DelegationCreate
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.accounts.questions import ask_about
from frontend.pages.place_choice import PlaceBox, settled, written
from frontend.reading.account_forms import NO_DAY, ROLE_OPTIONS, errors_at, loan_tag
from frontend.reading.days import day_of
from frontend.render import NOT_KEPT, view
from kit import clock
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Invalid
from kit.shapes import Fault
from kit.validation import faults

SEE_OTHER = 303
PATH = "/uy-quyen"
PAGE = 50
BOXES = {"to": "nguoi_nhan", "role": "vai_tro", "place": "noi", "until": "den_ngay", "reason": "ly_do"}
WORDS = {
    "nguoi_nhan": "Hãy nhập thư điện tử của đồng nghiệp.",
    "ly_do": "Hãy ghi lý do.",
    "den_ngay": "Hãy chọn ngày kết thúc.",
}
DONE = {"lap": "Đã ủy quyền. Đồng nghiệp dùng được trong vòng 5 giây.", "het": "Đã chấm dứt ủy quyền."}
Box = Annotated[str, Form(max_length=2000)]

router = APIRouter(include_in_schema=False)


async def typed_of(
    nguoi_nhan: Box = "", vai_tro: Box = "", noi: Box = "", noi_chon: Box = "", den_ngay: Box = "", ly_do: Box = ""
) -> dict[str, str]:
    """What stands in the boxes."""
    boxes = {"nguoi_nhan": nguoi_nhan, "vai_tro": vai_tro, "noi": noi, "noi_chon": noi_chon}
    return {**boxes, "den_ngay": den_ngay, "ly_do": ly_do}


TypedDep = Annotated[dict[str, str], Depends(typed_of)]


@router.get(PATH)
async def show_delegations(
    *,
    request: Request,
    client: ClientDep,
    xong: Annotated[str, Query(max_length=20)] = "",
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """What the visitor lent and borrowed, and the form to lend."""
    place = PlaceBox(only_place(await given_to(client)))
    return await _show(request, client, await typed_of(), place, {}, after=sau, done=DONE.get(xong))


@router.post(PATH, dependencies=[CsrfChecked])
async def change(*, request: Request, client: ClientDep, typed: TypedDep, viec: Box = "lap", muc: Box = "") -> Response:
    """Lends, or ends what is lent; a refusal shows the form with all that was typed."""
    place = PlaceBox()
    try:
        if viec == "het":
            await client.end_delegation(muc)
        else:
            words = typed["noi"].strip() or only_place(await given_to(client), typed["vai_tro"])
            place = await settled(client, words, typed["noi_chon"])
            await client.lend(_wanted(typed, place))
    except ConfirmationRequired:
        raise
    except (Invalid, Conflict, Forbidden) as refusal:
        errors = errors_at(refusal.faults, refusal.detail, BOXES)
        return await _show(request, client, typed, place, errors, status=refusal.status)
    return RedirectResponse(f"{PATH}?xong={'het' if viec == 'het' else 'lap'}", SEE_OTHER, NOT_KEPT)


@router.get(f"{PATH}/cham-dut")
async def ask_to_end(
    *,
    request: Request,
    client: ClientDep,
    muc: Annotated[str, Query(max_length=200)] = "",
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Asks once more before a delegation ends; `sau` is the part of the list it stands in."""
    listed = await client.list_delegations(sau, PAGE)
    loan = next((one for one in listed.items if one.id == muc), None)
    return ask_about(request, loan, [("Ủy quyền", PATH)], PATH, [("viec", "het")])


async def given_to(client: Client) -> list[RoleGrant]:
    """The roles the visitor was given; what is lent to them cannot be lent on."""
    return [one for one in (await client.get_session()).roles if one.lent_by is None]


def only_place(given: list[RoleGrant], role: str | None = None) -> str:
    """The one place on which a role, or all of them, was given, as a box shows it; nothing when there are several."""
    places = {one.organisation or one.area or "": one.place_name for one in given if role in (None, one.role)}
    return "".join(written(name, code) for code, name in places.items()) if len(places) == 1 else ""


def _wanted(typed: dict[str, str], place: PlaceBox) -> DelegationCreate:
    """What was typed; Invalid with every fault."""
    names = {box: name for name, box in BOXES.items()}
    wrong = [Fault(pointer=f"/{names[box]}", detail=told) for box, told in WORDS.items() if not typed[box].strip()]
    day = day_of(typed["den_ngay"])
    if place.error:
        wrong.append(Fault(pointer="/place", detail=place.error))
    if typed["den_ngay"].strip() and day is None:
        wrong.append(Fault(pointer="/until", detail=NO_DAY))
    if wrong:
        raise Invalid("", wrong)
    boxes = {"to": typed["nguoi_nhan"], "role": typed["vai_tro"], "reason": typed["ly_do"]}
    try:
        return DelegationCreate.model_validate({**boxes, "place": place.chosen, "until": day})
    except ValidationError as error:
        raise Invalid("", faults(error.errors())) from error


async def _show(
    request: Request,
    client: Client,
    typed: dict[str, str],
    place: PlaceBox,
    errors: dict[str, str],
    *,
    status: int = 200,
    after: str | None = None,
    done: str | None = None,
) -> Response:
    found = await client.list_delegations(after, PAGE)
    given = await given_to(client)
    held = {one.role for one in given}
    return view(
        request,
        "delegations/index.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}Ủy quyền",
        loans=[(loan, *loan_tag(loan.state)) for loan in found.items],
        typed=typed,
        place=place,
        errors=errors,
        roles=[(role, name) for role, name in ROLE_OPTIONS if role in held],
        place_required=not all(only_place(given, role) for role in held),
        today=clock.today().isoformat(),
        done=done,
        after=after,
        next_page=f"{PATH}?sau={found.next.partition('after=')[2].partition('&')[0]}" if found.next else None,
        headers=NOT_KEPT,
    )
