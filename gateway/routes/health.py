"""Whether the whole can do its work, and which version it is."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from kit.asgi import App, call
from kit.database import ReaderDep
from kit.errors import Unavailable
from kit.logs import log

NAME = "lantoa"
PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

router = APIRouter(tags=["gateway"])


def product_version() -> str:
    """The version of the installed package, or of the source tree we run from."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        return str(tomllib.loads(PROJECT.read_text())["project"]["version"])


VERSION = product_version()


@router.get("/version", summary="Phiên bản của hệ thống")
async def read_version() -> dict[str, str]:
    """Name and version of the product."""
    return {"name": NAME, "version": VERSION}


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request, reader: ReaderDep) -> JSONResponse:
    """Ready when our database and every service are; Unavailable names those that are not."""
    await reader.rows("select 1")
    silent = [name for name, app in request.app.state.upstreams.items() if not await _is_ready(name, app)]
    if silent:
        raise Unavailable(f"Chưa sẵn sàng: {', '.join(silent)}.")
    return JSONResponse({"status": "ready"})


async def _is_ready(name: str, app: App) -> bool:
    """Every service and the pages answer /readyz; whatever goes wrong there is not ready."""
    try:
        return (await call(app, "GET", "/readyz")).status == 200
    except Exception as error:
        log.warning("not ready", upstream=name, error=repr(error))
        return False
