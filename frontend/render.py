"""One way to answer with HTML: the whole page, or the named block when htmx asks for a part of it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from frontend import charts, formats, words
from frontend.assets import Assets
from frontend.language import language_address
from frontend.navigation import menu_entries, tab_entries, visible_entries
from frontend.viewer import Home
from frontend.words import titles

TEMPLATES = Path(__file__).parent / "templates"
HTML = "text/html; charset=utf-8"
# No nonces: a nonce would change every body and with it every ETag.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "HX-Request, HX-Request-Type, Cookie",
    "Cache-Control": "private, no-cache",
}
NOT_KEPT = {"Cache-Control": "no-store"}
"""Of pages about people and what lets them in: computers of a commune are shared."""


class Renderer:
    """Templates compiled once, with the formats, charts and asset addresses they rely on."""

    def __init__(self, assets: Assets, home: Home) -> None:
        self._home = home
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        self._environment.filters.update(formats.FILTERS)
        self._environment.globals.update(
            asset=assets.url,
            charts=charts.Charts(assets.url("vn34.svg")),
            share=formats.share,
            nav_entries=visible_entries,
            tab_entries=tab_entries,
            menu_entries=menu_entries,
            language=words.language,
            language_address=language_address,
            page_title=titles.page_title,
            title_of=titles.title_of,
        )

    def html(self, template: str, block: str | None = None, **context: Any) -> str:
        """The text of a whole template, or of one of its blocks with the same context."""
        found = self._environment.get_template(template)
        return found.render(context) if block is None else _render_block(found, block, context)

    def view(
        self,
        request: Request,
        template: str,
        *,
        block: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Response:
        """Answers with the page, or with `block` when htmx wants a part; 304 when the reader has these bytes."""
        shared = {
            "request": request,
            "viewer": getattr(request.state, "viewer", None),
            "home": getattr(request.state, "home", self._home),
            "nav": "",
        }
        with words.speaking(getattr(request.state, "language", words.VIETNAMESE)):
            body = self.html(template, block if wants_part(request) else None, **(shared | context)).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        kept = NOT_KEPT if getattr(request.state, "is_personal", False) else {"ETag": etag}
        sent = SECURITY_HEADERS | kept | dict(headers or {})
        if status == 200 and request.method in {"GET", "HEAD"} and _has_tag(request, etag):
            return Response(status_code=304, headers=sent)
        return Response(body, status, media_type=HTML, headers=sent)


def view(
    request: Request,
    template: str,
    *,
    block: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """`Renderer.view` of the app that serves this request (`app.state.renderer`)."""
    renderer: Renderer = request.app.state.renderer
    return renderer.view(request, template, block=block, status=status, headers=headers, **context)


def wants_part(request: Request) -> bool:
    """Whether htmx will put the answer into a part of the page it has; going back always wants the whole page."""
    sent = request.headers
    return (
        sent.get("HX-Request") == "true"
        and sent.get("HX-Request-Type") == "partial"
        and "HX-History-Restore-Request" not in sent
    )


def _has_tag(request: Request, etag: str) -> bool:
    return etag in (tag.strip() for tag in request.headers.get("If-None-Match", "").split(","))


def _render_block(template: Template, block: str, context: dict[str, Any]) -> str:
    known = template.new_context(context)
    # Up to the first output a template only imports and sets: its blocks may then use what stands at its top.
    next(template.root_render_func(known), None)
    return "".join(template.blocks[block](known))
