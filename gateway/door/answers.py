"""What the gateway says when it refuses: problem+json to programs, a small page of its own to people."""

import base64
import hashlib
from html import escape
from urllib.parse import quote

from kit.asgi import Scope
from kit.errors import PROBLEM, Refusal

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.4rem}a{color:#0b5cad}small{color:#5a5a5a}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#16181c}a{color:#8ec1ff}small{color:#a8adb5}}"
)
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Lan Tỏa</title><style>{style}</style></head>
<body><main><h1>{title}</h1><p>{detail}</p><p>{again}<a href="/">Về trang đầu</a></p>
<p><small>Mã sự cố: {instance}</small></p></main></body></html>
"""

Answer = tuple[list[tuple[bytes, bytes]], bytes]


def problem(refusal: Refusal, request_id: str) -> Answer:
    """Headers and body of a refusal for programs."""
    body = refusal.problem(request_id).model_dump_json().encode()
    return [(b"content-type", PROBLEM.encode()), *_headers(refusal, body)], body


def page(refusal: Refusal, request_id: str, again: str | None = None) -> Answer:
    """Headers and body of a refusal for people; it needs nothing else to be shown, not even a working frontend.

    `again` is the address to try once more, where that may help.
    """
    text = PAGE.format(
        title=escape(refusal.title),
        detail=escape(refusal.detail),
        again=f'<a href="{escape(again)}">Thử lại</a> · ' if again else "",
        instance=escape(request_id),
        style=STYLE,
    )
    body = text.encode()
    policy = (b"content-security-policy", PAGE_POLICY.encode())
    return [(b"content-type", b"text/html; charset=utf-8"), policy, *_headers(refusal, body)], body


def address_again(scope: Scope) -> str | None:
    """The address of a page that was only read, within this site; None for what was sent: that is not said twice."""
    if scope["method"] not in {"GET", "HEAD"}:
        return None
    query = scope["query_string"].decode("latin-1")
    # One slash: a browser takes two for the name of another site.
    return "/" + quote(scope["path"].lstrip("/")) + (f"?{query}" if query else "")


def _headers(refusal: Refusal, body: bytes) -> list[tuple[bytes, bytes]]:
    named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in refusal.headers.items()]
    return [*named, (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
