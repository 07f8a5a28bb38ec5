"""The first page (/): everybody lands where their work is."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.access import Role
from frontend.visitors import caller_in

SEE_OTHER = 303
PUBLIC = "/chi-tieu"
SIGNED_IN = "/tong-quan"
WORK = {
    Role.COMMUNE_OFFICER: "/viec",
    Role.DEPARTMENT_OFFICER: "/viec",
    Role.PUBLISHER: "/viec",
    Role.APPRAISER: "/cham-diem",
}

router = APIRouter(include_in_schema=False)


@router.get("/")
async def first_page(*, request: Request) -> Response:
    """On to the work of the visitor's role; the public reads the catalogue."""
    caller = caller_in(request)
    if caller.anonymous:
        return RedirectResponse(PUBLIC, SEE_OTHER)
    return RedirectResponse(next((page for role, page in WORK.items() if role in caller.roles), SIGNED_IN), SEE_OTHER)
