"""Whether a changing request comes from our own pages (cross-site request forgery, ASVS 3.5.1)."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN_SITES = frozenset({"same-origin", "none"})


def is_foreign(headers: Mapping[str, str], public_url: str) -> bool:
    """True when the browser says that another site sent this; programs say nothing and are not foreign.

    Behind a proxy that rewrites Host, the public address counts as ours too.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in OWN_SITES
    origin = headers.get("origin")
    if origin is None:
        return False
    ours = {headers.get("host", ""), urlsplit(public_url).netloc}
    return _host_of(origin) not in ours - {""}


def _host_of(origin: str) -> str:
    """Host and port of an origin; what cannot be read as one (`null`, half an IPv6 address) stands for itself."""
    try:
        return urlsplit(origin).netloc or origin
    except ValueError:
        return origin


def is_same_secret(given: str | None, expected: str) -> bool:
    """Compare without telling by time how much was right; nothing expected means nothing is right."""
    return bool(expected) and hmac.compare_digest((given or "").encode(), expected.encode())
