"""The description of the whole interface: for programs as OpenAPI, for people as a page without any script."""

import asyncio
import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from gateway.door.places import PAGES
from gateway.openapi import collected
from gateway.reference import render
from gateway.routes.health import VERSION
from kit.caller import AnyoneDep

STYLE = (Path(__file__).resolve().parents[1] / "templates" / "docs.css").read_bytes()
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SIGN_IN = "/dang-nhap?next=%2Fdocs"

router = APIRouter(include_in_schema=False)


@dataclass(slots=True)
class Library:
    """The merged document and its page, made once the services have answered for the first time."""

    document: bytes = b""
    page: bytes = b""
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fill(self, app: FastAPI) -> None:
        """Ask the services for their documents; a failure is not remembered."""
        async with self._making:
            if not self.document:
                services = {name: part for name, part in app.state.upstreams.items() if name != PAGES}
                document = await collected(app.openapi(), services, VERSION)
                self.page = render(document).encode()
                self.document = json.dumps(document, ensure_ascii=False).encode()


async def library_of(request: Request) -> Library:
    """The filled library of this app."""
    library: Library = request.app.state.library
    if not library.document:
        await library.fill(request.app)
    return library


@router.get("/api/openapi.json")
async def read_document(request: Request) -> Response:
    """All operations of all services in one document."""
    return _tagged(request, (await library_of(request)).document, "application/json", {})


@router.get("/docs")
async def read_reference(request: Request, caller: AnyoneDep) -> Response:
    """The reference for people; in production only for those who signed in."""
    if request.app.state.settings.production and caller.anonymous:
        return RedirectResponse(SIGN_IN, 303)
    page = (await library_of(request)).page
    return _tagged(request, page, "text/html; charset=utf-8", {"Content-Security-Policy": POLICY})


@router.get("/docs.css")
async def read_style(request: Request) -> Response:
    """The style sheet of the reference."""
    return _tagged(request, STYLE, "text/css; charset=utf-8", {})


def _tagged(request: Request, body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """An answer that need not be sent again while it is the same."""
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    headers = {**headers, "ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
