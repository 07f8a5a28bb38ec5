"""The kit alone: a renderer and the smallest app around it, spoken to over HTTP without a server."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from frontend.assets import Assets, load_assets
from frontend.error_pages import ERROR_TEXTS, error_page
from frontend.pages import style_guide
from frontend.render import Renderer
from frontend.viewer import Home

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def assets() -> Assets:
    return load_assets()


@pytest.fixture(scope="session")
def renderer(assets: Assets) -> Renderer:
    return Renderer(assets, Home("T15-2025", "Tỉnh Lào Cai"))


@pytest.fixture(scope="session")
def get(assets: Assets, renderer: Renderer) -> Get:
    """Fetches a path with headers: `get("/kieu", HX_Request="true")`."""
    app = FastAPI()
    app.state.renderer = renderer
    app.include_router(assets.router)
    app.include_router(style_guide.router)
    app.add_api_route("/loi/{status}", _fail)

    async def fetch(path: str, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://lantoa.test") as client:
            return await client.get(path, headers=headers)

    def get(path: str, **headers: str) -> httpx.Response:
        return asyncio.run(fetch(path, {name.replace("_", "-"): value for name, value in headers.items()}))

    return get


@pytest.fixture(scope="session")
def statuses() -> list[int]:
    return sorted(ERROR_TEXTS)


async def _fail(request: Request, status: int) -> Response:
    return error_page(request, status)
