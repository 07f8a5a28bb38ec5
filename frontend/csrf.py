"""Forms of a signed-in visitor carry the token of their session; nothing is changed without it."""

import secrets
from typing import Any

from fastapi import Depends, Request

from frontend.viewer import Viewer
from kit.errors import Forbidden

FIELD = "csrf"
HEADER = "X-CSRF-Token"


async def check_csrf(request: Request) -> None:
    """Forbidden when the token of the form (or of htmx's header) is not the session's."""
    viewer: Viewer | None = request.state.viewer
    if viewer is None:
        return
    sent = request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
    if not secrets.compare_digest(sent.encode(), viewer.csrf.encode()):
        raise Forbidden("Phiên làm việc đã đổi. Hãy tải lại trang rồi gửi lại.")


CsrfChecked: Any = Depends(check_csrf)
"""For a page that changes something: `@router.post("/…", dependencies=[CsrfChecked])`."""
