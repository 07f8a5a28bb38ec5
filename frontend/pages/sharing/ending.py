"""Revoking a system: asked once more, then for good."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sharing.one import ONE, SEE_OTHER, path_of
from frontend.render import NOT_KEPT, view

REVOCATION = f"{ONE}/thu-hoi"

router = APIRouter(include_in_schema=False)


@router.get(REVOCATION)
async def ask_to_revoke(*, request: Request, client: ClientDep, system: str) -> Response:
    """Asks once more: this cannot be taken back."""
    found = await client.get_system(system)
    return view(request, "sharing/revoke.html", title="Thu hồi hệ thống kết nối", system=found, headers=NOT_KEPT)


@router.post(REVOCATION, dependencies=[CsrfChecked])
async def revoke(*, client: ClientDep, system: str) -> Response:
    """Revokes it and shows what is left of it."""
    await client.revoke_system(system)
    return RedirectResponse(f"{path_of(system)}?xong=thu-hoi", SEE_OTHER, NOT_KEPT)
