"""A service and pages that tell how often they were asked: an answer given from memory tells the number of before."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from kit.asgi import App, call
from kit.caller import AnyoneDep
from kit.database import Database
from kit.service import create_service
from kit.tokens import SigningKey

ROOT = "/api/directory/v1"
LONG = "số liệu " * 500


class Counting:
    """A directory in the gateway's own database, with addresses for every way an answer can be."""

    def __init__(self, key: SigningKey, database: Database) -> None:
        self.asked = count(1)
        self.flowing = 0
        self.number = 0
        self.gate = asyncio.Event()
        self.gate.set()
        router = APIRouter(prefix=ROOT)
        answers: dict[str, Callable[..., Any]] = {
            "areas/{area}": self.read,
            "number": self.read_number,
            "long": self.read_long,
            "tagged": self.read_tagged,
            "secret": self.read_secret,
            "cookie": self.read_cookie,
            "flowing": self.read_flowing,
            "waiting": self.read_waiting,
        }
        for path, answer in answers.items():
            router.add_api_route(f"/{path}", answer, methods=["GET"])
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            router.add_api_route("/areas", self.change, methods=[method], name=f"{method.lower()}_areas")
        router.add_api_route("/number", self.set_number, methods=["PUT"])
        router.add_api_route("/crash", self.crash, methods=["POST"])
        self.app: FastAPI = create_service("directory", "Danh mục", [router], signing_key=key, database=database)

    async def read(self, caller: AnyoneDep, request: Request) -> dict[str, Any]:
        """Which question this was, from whom."""
        return {"asked": next(self.asked), "caller": caller.id, "query": request.url.query}

    async def read_number(self) -> dict[str, int]:
        """A number that no database knows of: of its changes only the door can tell. Reading takes its time."""
        number = self.number
        await asyncio.sleep(0.001)
        return {"number": number}

    async def set_number(self, number: int) -> dict[str, int]:
        """Another number."""
        self.number = number
        await asyncio.sleep(0.001)
        return {"number": number}

    async def read_long(self) -> dict[str, Any]:
        """Worth packing."""
        return {"asked": next(self.asked), "text": LONG}

    async def read_tagged(self) -> Response:
        """With a tag of its own."""
        return Response(f'{{"asked": {next(self.asked)}, "text": "{LONG}"}}', headers={"ETag": '"v3"'},
                        media_type="application/json")  # fmt: skip

    async def read_secret(self) -> Response:
        """Not to be kept."""
        return Response(str(next(self.asked)), headers={"Cache-Control": "no-store"})

    async def read_cookie(self) -> Response:
        """With a cookie for one browser."""
        return Response(str(next(self.asked)), headers={"Set-Cookie": "a=1"})

    async def read_flowing(self) -> StreamingResponse:
        """Piece by piece, the second one once the gate is open."""

        async def pieces() -> Any:
            self.flowing += 1
            yield str(next(self.asked))
            await self.gate.wait()
            yield "!"

        return StreamingResponse(pieces(), media_type="text/plain")

    async def read_waiting(self) -> dict[str, Any]:
        """Once the gate is open."""
        asked = next(self.asked)
        await self.gate.wait()
        return {"asked": asked}

    async def change(self) -> dict[str, Any]:
        """Change something."""
        return {}

    async def crash(self) -> None:
        """Change something, and fail."""
        raise ValueError("thử lỗi")


class CountingPages:
    """Pages that ask the directory through the door, and tell in which language and how."""

    def __init__(self) -> None:
        self.asked = count(1)
        self.door: App | None = None
        self.app = FastAPI()
        self.app.add_api_route("/trang", self.show, methods=["GET"])
        self.app.add_api_route("/trang", self.take, methods=["POST"])

    async def show(self, request: Request) -> Response:
        """A page."""
        told = [request.headers.get(name, "") for name in ("cookie", "accept-language", "hx-request", "user-agent")]
        return Response(f"{next(self.asked)}|{'|'.join(told)}", media_type="text/html")

    async def take(self, request: Request) -> Response:
        """A form that changes the directory."""
        assert self.door is not None
        await call(self.door, "POST", f"{ROOT}/areas")
        return Response("", 303, headers={"Location": "/trang"})
