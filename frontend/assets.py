"""Style sheet, scripts, map and mark: joined once at start, served under hashed names for ever, gzip at rest."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request, Response

from frontend.map_sheet import draw_map_sheet

STATIC = Path(__file__).parent / "static"
MAP_DATA = Path(__file__).parents[1] / "data" / "maps" / "vn34.json"
SHEETS_FIRST = ("tokens", "reset", "layout")
SHEETS_LAST = ("print",)
COMMENT_LINE = re.compile(r"/\*[^*]*\*/")
TRAILING_NOTE = re.compile(r"\s// .*")
AROUND_MARKS = re.compile(r"\s*([{};,])\s*|(:) ")
NOTHING = {"Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file of the site under its hashed name."""

    name: str
    media_type: str
    body: bytes

    @cached_property
    def hashed_name(self) -> str:
        """`app.css` becomes `app.<hash>.css`: a changed file has a new address."""
        stem, suffix = self.name.rsplit(".", 1)
        return f"{stem}.{hashlib.sha256(self.body).hexdigest()[:12]}.{suffix}"

    @cached_property
    def packed(self) -> bytes:
        """The body as gzip sends it, the same bytes at every start."""
        return gzip.compress(self.body, 9, mtime=0)


class Assets:
    """All files of the site; `url` names them for templates, `router` serves them."""

    def __init__(self, assets: list[Asset]) -> None:
        self._by_name = {asset.name: asset for asset in assets}
        self._by_path = {asset.hashed_name: asset for asset in assets}
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/s/{name}", self.serve, methods=["GET", "HEAD"])

    def url(self, name: str) -> str:
        """The address of a file, e.g. `url("app.css")`."""
        return f"/s/{self._by_name[name].hashed_name}"

    def get(self, name: str) -> Asset:
        """The file of that plain name."""
        return self._by_name[name]

    async def serve(self, request: Request, name: str) -> Response:
        """The file under its hashed name, packed for whoever accepts gzip."""
        asset = self._by_path.get(name)
        if asset is None:
            return Response("Không có tệp này.", 404, NOTHING, "text/plain; charset=utf-8")
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return Response(asset.body, media_type=asset.media_type, headers=headers)
        return Response(asset.packed, media_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"})


def load_assets() -> Assets:
    """Reads every source once; a missing one stops the start, not a request.

    htmx stands before our scripts in one file: packed together they are 400 bytes less, and one request.
    """
    htmx = files("django_htmx").joinpath("static", "django_htmx", "htmx-4.min.js").read_text()
    return Assets(
        [
            Asset("app.css", "text/css; charset=utf-8", AROUND_MARKS.sub(r"\1\2", _joined(_sheets())).encode()),
            Asset("app.js", "text/javascript; charset=utf-8", f"{htmx}\n{_joined(_scripts())}".encode()),
            Asset("vn34.svg", "image/svg+xml", draw_map_sheet(MAP_DATA.read_text()).encode()),
            Asset("favicon.svg", "image/svg+xml", (STATIC / "favicon.svg").read_bytes()),
        ]
    )


def _sheets() -> Iterator[Path]:
    folder = STATIC / "css"
    yield from (folder / f"{name}.css" for name in SHEETS_FIRST)
    yield from sorted((folder / "components").glob("*.css"))
    yield from (folder / f"{name}.css" for name in SHEETS_LAST)


def _scripts() -> Iterator[Path]:
    yield from sorted((STATIC / "js").glob("*.js"))


def _joined(sources: Iterator[Path]) -> str:
    return "\n".join(_lean(path.read_text()) for path in sources)


def _lean(source: str) -> str:
    """The source without indentation and comments: people need them, browsers do not."""
    lines = (TRAILING_NOTE.sub("", line).strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//") and not COMMENT_LINE.fullmatch(line))
