"""The form of a system, shown anew with what was typed and what is wrong with it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Form, Request

from contracts.access import RIGHT_NAMES, SCOPES
from contracts.clients import ClientCredentials
from frontend.client import Client
from frontend.pages.sharing.places import area_options, names_of
from frontend.reading.system_forms import Typed
from frontend.reading.systems import scope_names

Box = Annotated[str, Form(max_length=2000)]


async def typed_of(
    ten: Box = "",
    lien_he: Box = "",
    pham_vi: Annotated[list[str] | None, Form()] = None,
    dia_ban: Box = "",
    het_han: Box = "",
) -> Typed:
    """What stands in the boxes of the form that was sent."""
    return Typed(ten.strip(), lien_he.strip(), [scope for scope in pham_vi or [] if scope in SCOPES], dia_ban, het_han)


TypedDep = Annotated[Typed, Depends(typed_of)]


async def form_context(request: Request, client: Client, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    """What the boxes need."""
    places = await area_options(client, request.state.caller, typed.area)
    return {
        "typed": typed,
        "errors": errors,
        "places": places,
        "scopes": [(scope.value, RIGHT_NAMES[scope]) for scope in sorted(SCOPES)],
    }


async def secret_context(request: Request, client: Client, made: ClientCredentials) -> dict[str, Any]:
    """What is shown of new credentials, once."""
    site: str = request.app.state.public_url or str(request.base_url)
    names = await names_of(client, {made.client.area})
    return {
        "made": made,
        "site": site.rstrip("/"),
        "scopes": scope_names(made.client.scopes),
        "area": names[made.client.area],
    }
