"""Services to stand behind the gateway in these tests: one that tells what reached it, some that fail."""

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response

from kit.asgi import Receive, Scope, Send
from kit.caller import AnyoneDep, Caller, requires
from kit.service import create_service
from kit.tokens import SigningKey


def telling(key: SigningKey) -> FastAPI:
    """A directory that answers with what it was asked: who called, with which headers, which body."""
    router = APIRouter(prefix="/api/directory/v1")

    @router.get("/areas/{area}")
    async def read_area(request: Request, caller: AnyoneDep, area: str) -> dict[str, Any]:
        return told(request, caller, b"")

    @router.get("/organisations")
    async def list_organisations(request: Request, caller: AnyoneDep) -> dict[str, Any]:
        return told(request, caller, b"")

    async def change_areas(request: Request, caller: AnyoneDep) -> dict[str, Any]:
        return told(request, caller, await request.body())

    for method in ("POST", "PUT", "PATCH", "DELETE"):
        router.add_api_route("/areas", change_areas, methods=[method], name=f"{method.lower()}_areas")

    @router.get("/guarded")
    async def read_guarded(request: Request, caller: Annotated[Caller, requires("indicators:read")]) -> dict[str, Any]:
        return told(request, caller, b"")

    @router.get("/crash")
    async def crash() -> None:
        raise ValueError("thử lỗi")

    app = create_service("directory", "Danh mục", [router], signing_key=key)

    @app.get("/internal/v1/events")
    async def read_events() -> None:
        """Never reached from outside."""

    return app


def told(request: Request, caller: Caller, body: bytes) -> dict[str, Any]:
    """What reached a service."""
    return {
        "headers": dict(request.headers),
        "caller": caller.claims(),
        "size": len(body),
        "scope": sorted(request.scope),
        "state": sorted(request.scope.get("state", ())),
        "path_params": request.path_params,
        "client": request.client.host if request.client else None,
    }


START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}


async def failing(scope: Scope, receive: Receive, send: Send) -> None:
    """A service whose every address fails in its own way."""
    match scope["path"].rsplit("/", 1)[1]:
        case "refused":
            raise ConnectionRefusedError("không kết nối được")
        case "silent":
            return
        case "bug":
            raise ValueError("lỗi lập trình")
        case "late":
            await send(START)
            await send({"type": "http.response.body", "body": b"{}"})
            raise ValueError("lỗi sau khi đã trả lời xong")
        case "twice":
            await send(START)
            await send({"type": "http.response.body", "body": b"{}"})
            await send(START)
            await send({"type": "http.response.body", "body": b"again"})
        case "broken":
            await send(START)
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            raise ValueError("đứt giữa chừng")
        case _:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})


def pages() -> FastAPI:
    """Pages that say whom they see and read what is sent to them."""
    app = FastAPI()

    @app.get("/trang")
    async def show(request: Request) -> Response:
        seen = request.headers.get("cookie", "")
        return Response(f"<p>{seen}</p>", media_type="text/html", headers={"X-Frame-Options": "DENY"})

    @app.post("/trang")
    async def take(request: Request) -> Response:
        return Response(str(len(await request.body())), media_type="text/html")

    @app.get("/readyz")
    async def readyz() -> Response:
        return Response("ok")

    return app
