"""Signing in at a provider (đăng nhập một lần): leaving for it by a button, coming back by a form of our own.

What the provider sends back comes by GET, which changes nothing here: the page it shows holds a form with it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.single_sign_on import LONGEST_ONWARD, RETURN_PAGE, SingleSignOnAnswer, SingleSignOnStart
from frontend.addresses import SIGN_IN, local_path
from frontend.client import Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.pages.sign_in_steps import to_step, with_cookies
from frontend.render import NOT_KEPT, view
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Refusal, Unauthenticated, Unavailable

SEE_OTHER = 303
TOLD = (Unauthenticated, Forbidden, Conflict, Unavailable)
"""Refusals whose own words tell what to do next."""

router = APIRouter(include_in_schema=False)

Brought = Annotated[str | None, Query(max_length=4096)]
Sent = Annotated[str | None, Form(max_length=4096)]


async def offer(request: Request, client: ClientDep) -> None:
    """Find out by whose name single sign-on is offered; without an answer it is not."""
    request.state.provider = await _name_of(client)


Offered: Any = Depends(offer)
"""For a page with the button: `@router.get("/…", dependencies=[Offered])`, then `offered_in(request)`."""


def offered_in(request: Request) -> str | None:
    """The name of the provider, None without one."""
    found: str | None = request.state.provider
    return found


@router.post(f"{RETURN_PAGE}/bat-dau", dependencies=[CsrfChecked])
async def leave(
    *,
    request: Request,
    client: ClientDep,
    wanted: Annotated[str | None, Form(alias="next", max_length=LONGEST_ONWARD)] = None,
) -> Response:
    """Begins to sign in."""
    return await lead_away(request, client, SingleSignOnStart(onward=local_path(wanted)))


async def lead_away(request: Request, client: Client, start: SingleSignOnStart) -> Response:
    """Begins, and leads to the provider.

    Not by a redirect: browsers hold the answer of a form to the policy of the page it stood on (form-action).
    """
    try:
        leaving = await client.begin_single_sign_on(start)
    except ConfirmationRequired:
        raise
    except TOLD as refusal:
        return await _refused(request, client, refusal)
    page = view(
        request,
        "sign_in/leaving.html",
        title=f"Đăng nhập bằng {await _name_of(client)}",
        provider=await _name_of(client),
        address=leaving.address,
        headers=NOT_KEPT | {"Refresh": f"0;url={leaving.address}"},
    )
    return with_cookies(page, leaving.cookies)


@router.get(RETURN_PAGE)
async def come_back(
    *,
    request: Request,
    client: ClientDep,
    state: Brought = None,
    code: Brought = None,
    error: Brought = None,
    iss: Brought = None,
) -> Response:
    """Shows the form that finishes; a script presses its button. Some providers forget the state when they refuse."""
    provider = await _name_of(client)
    if provider and error and not state:
        return await _refused(request, client, Unauthenticated(f"{provider} báo rằng bạn chưa đăng nhập ở đó."))
    if not state or provider is None:
        return RedirectResponse(SIGN_IN, SEE_OTHER, NOT_KEPT)
    told = {"state": state, "code": code, "error": error, "iss": iss}
    return view(
        request,
        "sign_in/returning.html",
        title=f"Đăng nhập bằng {provider}",
        provider=provider,
        told={name: value for name, value in told.items() if value},
        headers=NOT_KEPT,
    )


@router.post(RETURN_PAGE, dependencies=[CsrfChecked])
async def finish(
    *,
    request: Request,
    client: ClientDep,
    state: Annotated[str, Form(min_length=1, max_length=200)],
    code: Sent = None,
    error: Annotated[str | None, Form(max_length=200)] = None,
    iss: Annotated[str | None, Form(max_length=2000)] = None,
) -> Response:
    """Opens the session and goes on; a refusal says what to do."""
    told = {"state": state, "code": code, "error": error, "iss": iss}
    answer = SingleSignOnAnswer(**{name: value for name, value in told.items() if value})
    try:
        returned = await client.finish_single_sign_on(answer)
    except TOLD as refusal:
        return await _refused(request, client, refusal)
    if returned.missing is not None:
        return to_step(returned.missing, local_path(returned.onward), returned.cookies)
    page = RedirectResponse(local_path(returned.onward) or "/", SEE_OTHER, NOT_KEPT)
    return with_cookies(page, returned.cookies)


async def _name_of(client: Client) -> str | None:
    told = await card_of(client.get_single_sign_on())
    return told.value.name if told.value else None


async def _refused(request: Request, client: Client, refusal: Refusal) -> Response:
    return view(
        request,
        "sign_in/refused.html",
        status=refusal.status,
        title="Lỗi: Đăng nhập",
        provider=await _name_of(client),
        detail=refusal.detail,
        headers=NOT_KEPT,
    )
