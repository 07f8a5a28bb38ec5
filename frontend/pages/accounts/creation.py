"""Making an account: who, where they work, and a first role; then the link for its owner."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.access import Right
from contracts.accounts import AccountCreate, GrantWanted
from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.accounts.listing import PATH
from frontend.pages.place_choice import PlaceBox, settled
from frontend.reading.account_forms import NO_DAY, ROLE_OPTIONS, errors_at
from frontend.reading.days import day_of
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Invalid
from kit.validation import faults

SEE_OTHER = 303
NEW = f"{PATH}/moi"
BOXES = {"email": "email", "name": "ten", "place": "noi", "role": "vai_tro", "until": "den_ngay"}
WORDS = {"email": "Hãy nhập thư điện tử.", "ten": "Hãy nhập họ tên.", "noi": "Hãy gõ tên hoặc mã nơi công tác."}
Box = Annotated[str, Form(max_length=2000)]

router = APIRouter(include_in_schema=False)


async def typed_of(
    email: Box = "", ten: Box = "", noi: Box = "", noi_chon: Box = "", vai_tro: Box = "", den_ngay: Box = ""
) -> dict[str, str]:
    """What stands in the boxes of the form that was sent."""
    return {"email": email, "ten": ten, "noi": noi, "noi_chon": noi_chon, "vai_tro": vai_tro, "den_ngay": den_ngay}


@router.get(NEW)
async def show_form(*, request: Request, client: ClientDep) -> Response:
    """An empty form."""
    return _form(request, await typed_of(), PlaceBox(), {})


@router.post(NEW, dependencies=[CsrfChecked])
async def create(
    *, request: Request, client: ClientDep, typed: Annotated[dict[str, str], Depends(typed_of)]
) -> Response:
    """Makes the account and shows it; a refusal shows the form with all that was typed."""
    place = await settled(client, typed["noi"], typed["noi_chon"], Right.ACCOUNTS_MANAGE)
    day = day_of(typed["den_ngay"]) if typed["den_ngay"].strip() else None
    errors = _errors_of(typed, place, day)
    if errors:
        return _form(request, typed, place, errors)
    try:
        made = await client.create_account(_wanted(typed, place, day))
    except ValidationError as error:
        return _form(request, typed, place, errors_at(faults(error.errors()), "", BOXES))
    except (Invalid, Conflict) as refusal:
        return _form(request, typed, place, errors_at(refusal.faults, refusal.detail, BOXES), refusal.status)
    return RedirectResponse(f"{PATH}/{made.id}?xong=tao", SEE_OTHER, NOT_KEPT)


def _errors_of(typed: dict[str, str], place: PlaceBox, day: date | None) -> dict[str, str]:
    errors = {box: told for box, told in WORDS.items() if not typed[box].strip()}
    if place.error and "noi" not in errors:
        errors["noi"] = place.error
    if typed["den_ngay"].strip() and day is None:
        errors["den_ngay"] = NO_DAY
    return errors


def _wanted(typed: dict[str, str], place: PlaceBox, day: date | None) -> AccountCreate:
    role = typed["vai_tro"]
    grants = [GrantWanted(role=role, place=place.chosen, until=day)] if role in dict(ROLE_OPTIONS) else []
    return AccountCreate(email=typed["email"], name=typed["ten"], place=place.chosen, grants=grants)


def _form(
    request: Request, typed: dict[str, str], place: PlaceBox, errors: dict[str, str], status: int = 422
) -> Response:
    return view(
        request,
        "accounts/new.html",
        status=status if errors else 200,
        title=f"{'Lỗi: ' if errors else ''}Tạo tài khoản",
        typed=typed,
        place=place,
        errors=errors,
        roles=[("", "Chưa giao vai trò"), *ROLE_OPTIONS],
        headers=NOT_KEPT,
    )
