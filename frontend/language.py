"""Choosing the language of the shell: `?lang=en` is remembered in a cookie and leaves the address again."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import cookie_parser

from frontend.words import LANGUAGES, VIETNAMESE
from kit.asgi import App, Receive, Scope, Send

FIELD = "lang"
COOKIE = "lantoa_ngon_ngu"
YEAR = 365 * 24 * 3600
SEE_OTHER = 303

Pairs = list[tuple[str, str]]


class Languages:
    """Puts `language` into the state of every request; a chosen one is remembered, nothing else changes."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Remember a choice and lead back, or pass on with the language in force."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        pairs = _pairs(scope)
        chosen = dict(pairs).get(FIELD)
        if chosen in LANGUAGES and scope["method"] in {"GET", "HEAD"}:
            await _remembered(scope["path"], pairs, str(chosen))(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "language": _kept(scope["headers"])}
        await self._app(scope, receive, send)


def language_address(request: Request | None, language: str) -> str:
    """This page in another language: its own address with the choice added."""
    pairs = [pair for pair in (_pairs(request.scope) if request else []) if pair[0] != FIELD]
    return f"?{urlencode([*pairs, (FIELD, language)])}"


def _remembered(path: str, pairs: Pairs, language: str) -> Response:
    kept = urlencode([pair for pair in pairs if pair[0] != FIELD])
    # Two slashes in front, or a backslash, would lead to another host.
    here = "/" + quote(path.lstrip("/"))
    answer = RedirectResponse(f"{here}?{kept}" if kept else here, SEE_OTHER, {"Cache-Control": "no-store"})
    answer.set_cookie(COOKIE, language, max_age=YEAR, path="/", httponly=True, samesite="lax")
    return answer


def _pairs(scope: Scope) -> Pairs:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _kept(headers: Iterable[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        if name == b"cookie" and (kept := cookie_parser(value.decode("latin-1")).get(COOKIE)) in LANGUAGES:
            return str(kept)
    return VIETNAMESE
