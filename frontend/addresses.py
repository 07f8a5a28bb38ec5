"""Addresses inside the site: where to go after signing in, and links that keep the state of a page."""

from urllib.parse import urlencode, urlsplit

from fastapi import Request

SIGN_IN, SIGN_OUT = "/dang-nhap", "/dang-xuat"
EXPIRED = "het-phien"
"""Tells the page of signing in that a session ended while somebody was typing."""
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def local_path(wanted: str | None) -> str | None:
    """The address when it is one of ours: an open redirect would lend our name to others."""
    if (
        not wanted
        or not wanted.startswith("/")
        or wanted.startswith("//")
        or "\\" in wanted
        or not wanted.isprintable()
    ):
        return None
    parts = urlsplit(wanted)
    return None if parts.scheme or parts.netloc or parts.path.startswith((SIGN_IN, SIGN_OUT)) else wanted


def above(path: str) -> str:
    """The page an address lies below: what only takes a form is no page of its own, and may be loaded again."""
    return f"/{path.strip('/').rpartition('/')[0]}"


def is_local(site: str) -> bool:
    """Whether the address of a site leads to it only from the machine it runs on."""
    return urlsplit(site).hostname in LOCAL_HOSTS


def address(path: str, **query: object) -> str:
    """A path with the fields of a query that are not empty."""
    kept = [(name, str(value)) for name, value in query.items() if value not in (None, "")]
    return f"{path}?{urlencode(kept)}" if kept else path


def page_behind(request: Request) -> str | None:
    """The page of ours from which a request was sent, as the browser tells it."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    _, found, path = told.partition(f"//{request.url.netloc}")
    return local_path(path) if found else None


def sign_in_address(request: Request) -> str:
    """Where a visitor signs in and comes back from: to the page asked for, or to the one a form stood on.

    Who sent a form has lost their session while they typed: that is said there.
    """
    if request.method not in {"GET", "HEAD"}:
        return address(SIGN_IN, next=page_behind(request), **{EXPIRED: 1})
    query = request.url.query
    return address(SIGN_IN, next=f"{request.url.path}?{query}" if query else request.url.path)
