"""Help (Trợ giúp): how numbers are made, where they come from, open data, accessibility."""

from fastapi import APIRouter, Request, Response

from frontend.client import ClientDep, card_of
from frontend.render import view

router = APIRouter(include_in_schema=False)


@router.get("/tro-giup")
async def show_help(*, request: Request, client: ClientDep) -> Response:
    """One page with anchors that other pages link to; the frameworks come from the catalogue."""
    frameworks = await card_of(client.list_frameworks())
    return view(request, "help/index.html", title="Trợ giúp", frameworks=frameworks.value or [])
