"""The list of accounts, found by name, role, state and place."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.access import Right
from frontend.addresses import address
from frontend.client import AccountFilter, ClientDep
from frontend.pages.place_choice import PlaceBox, settled
from frontend.reading.account_forms import ROLE_OPTIONS, STATE_OPTIONS, state_tag
from frontend.render import NOT_KEPT, view
from kit.paging import cursor_in

PATH = "/quan-tri/tai-khoan"
PAGE = 50
Word = Annotated[str, Query(max_length=200)]

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def list_accounts(
    *,
    request: Request,
    client: ClientDep,
    q: Word = "",
    vai_tro: Annotated[str, Query(alias="vai-tro", max_length=50)] = "",
    trang_thai: Annotated[str, Query(alias="trang-thai", max_length=50)] = "",
    noi: Word = "",
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Accounts within the visitor's reach; words for a place that fit several narrow nothing and say so."""
    place = await settled(client, noi, "", Right.ACCOUNTS_MANAGE) if noi.strip() else PlaceBox()
    role = vai_tro if vai_tro in dict(ROLE_OPTIONS) else ""
    state = trang_thai if trang_thai in dict(STATE_OPTIONS) else ""
    wanted = AccountFilter(q[:100], role, state, place.chosen, PAGE, sau)
    found = await client.list_accounts(wanted)
    after = cursor_in(found.next)
    return view(
        request,
        "accounts/list.html",
        block="found",
        title="Quản trị tài khoản",
        accounts=[(one, *state_tag(one.state)) for one in found.items],
        typed={"q": q, "role": role, "state": state, "place": noi},
        place=place,
        roles=[("", "Mọi vai trò"), *ROLE_OPTIONS],
        states=STATE_OPTIONS,
        is_narrowed=bool(q or role or state or noi),
        next_page=address(PATH, q=q, **{"vai-tro": role, "trang-thai": state, "noi": noi}, sau=after)
        if after
        else None,
        headers=NOT_KEPT,
    )
