"""The list of frameworks: in force, to come, and past."""

from fastapi import APIRouter, Request, Response

from contracts.access import admits
from frontend.client import ClientDep
from frontend.reading.frameworks.trees import LEVELS, days_of, in_force, points_of
from frontend.render import view
from kit.clock import today

PATH = "/bo-tieu-chi"
DRAFT = f"{PATH}/soan"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def list_frameworks(*, request: Request, client: ClientDep) -> Response:
    """Every framework under what it is today."""
    frameworks = await client.list_frameworks()
    return view(
        request,
        "frameworks/list.html",
        nav="bo-tieu-chi",
        title="Bộ tiêu chí",
        groups=in_force(frameworks, today()),
        levels=LEVELS,
        days_of=days_of,
        points_of=points_of,
        may_write=may_write(request),
        json_href="/api/indicators/v1/frameworks",
    )


def may_write(request: Request) -> bool:
    """Whether the desk is open to this visitor."""
    viewer = request.state.viewer
    return viewer is not None and admits(DRAFT, viewer.rights, signed_in=True)
