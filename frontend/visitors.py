"""Recognising who looks at a page, from the identity the gateway passes on; and for which area the site stands."""

import re
from dataclasses import replace

from fastapi import Request
from starlette.datastructures import Headers

from contracts.access import ROLE_NAMES, Role
from contracts.directory import AREA_ID
from frontend.client.cards import card_of
from frontend.client.directory import DirectoryCalls
from frontend.client.transport import Transport
from frontend.viewer import Home, Viewer
from kit.asgi import App, Receive, Scope, Send
from kit.caller import HEADER, Caller, Recogniser
from kit.errors import Unauthenticated


class Visitors:
    """Puts `viewer` and `home` into the state of every request, also of those that end as an error page."""

    def __init__(self, app: App, recogniser: Recogniser, homes: "HomeArea") -> None:
        self._app = app
        self._recogniser = recogniser
        self._homes = homes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise, then pass on."""
        if scope["type"] == "http":
            caller = self._caller(Headers(scope=scope).get(HEADER))
            known = {"caller": on_areas(caller), "viewer": viewer_of(caller), "home": await self._homes.get()}
            scope["state"] = {**scope.get("state", {}), **known}
        await self._app(scope, receive, send)

    def _caller(self, token: str | None) -> Caller:
        try:
            return self._recogniser.recognise(token)
        except Unauthenticated:
            return self._recogniser.recognise(None)


class HomeArea:
    """The home area with its name, asked once: names come from the register, not from settings."""

    def __init__(self, transport: Transport, area: str) -> None:
        self._transport = transport
        self._area = area
        self._known: Home | None = None

    async def get(self) -> Home:
        """The home area; while the register does not answer, it goes by its id."""
        if self._known is None:
            told = await card_of(DirectoryCalls(self._transport, {}).get_area(self._area))
            if told.value is None:
                return Home(self._area, self._area)
            self._known = Home(told.value.id, told.value.name)
        return self._known


def on_areas(caller: Caller) -> Caller:
    """The caller with what they hold on areas; what they hold on an organisation counts on the area it serves."""
    return replace(caller, grants=tuple(grant for grant in caller.grants if re.fullmatch(AREA_ID, grant.on)))


def viewer_of(caller: Caller) -> Viewer | None:
    """The caller as templates see them; None for a visitor who has not signed in."""
    if caller.anonymous:
        return None
    labels = tuple(ROLE_NAMES[Role(role)] for role in caller.roles)
    rights = frozenset().union(*(grant.rights for grant in caller.grants))
    return Viewer(caller.id, caller.name, labels, rights, caller.csrf)


def caller_in(request: Request) -> Caller:
    """The caller of a page request, with the areas their rights hold on."""
    found: Caller = request.state.caller
    return found
