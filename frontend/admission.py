"""Who may open which page: the matrix of `contracts.access` decides before the page is made."""

from typing import Any

from fastapi import Depends, Request

from contracts.access import PAGES, PERSON, Right, admits
from frontend.error_pages import WorksElsewhere
from frontend.viewer import Viewer
from kit.errors import Forbidden, NotFound, Unauthenticated

ENTRY = "/nhap"
ABOUT_PEOPLE = frozenset({Right.ACCOUNTS_MANAGE, Right.CLIENTS_MANAGE, Right.AUDIT_READ})
NOT_FOR_YOU = "Tài khoản của bạn không có quyền mở trang này."
ONLY_READS = "Tài khoản này chỉ xem, không được giao nhập số liệu."
ADMINISTERS = "Tài khoản quản trị không nhập số liệu: việc đó giao cho cán bộ của từng đơn vị."
HAS_NO_ROLE = "Tài khoản này chưa được giao vai trò nào. Hãy hỏi quản trị của đơn vị."
APPRAISES = "Tài khoản này được giao thẩm định hoặc công bố điểm, không nhập số liệu của đơn vị."


async def admit(request: Request) -> None:
    """Let the visitor in, or refuse: Unauthenticated leads to sign-in and back; a page nobody decided on is not there.

    Where a right must lie is the services' question; here it is asked whether it is held at all.
    """
    path: str = request.scope["route"].path
    viewer: Viewer | None = request.state.viewer
    held = viewer.rights if viewer is not None else frozenset[str]()
    request.state.is_personal = is_personal(path)
    if admits(path, held, signed_in=viewer is not None):
        return
    if path not in PAGES:
        raise NotFound
    if viewer is None:
        raise Unauthenticated
    raise _refusal(path, viewer)


def is_personal(path: str) -> bool:
    """Whether a page is about people and what lets them in: then no browser keeps it."""
    told = PAGES.get(path)
    return told == PERSON or (isinstance(told, frozenset) and not told.isdisjoint(ABOUT_PEOPLE))


def _refusal(path: str, viewer: Viewer) -> Forbidden:
    """Why the page is not for them: of data entry some only read, some score or administer what others enter."""
    if not viewer.rights:
        return Forbidden(HAS_NO_ROLE)
    if not path.startswith(ENTRY):
        return Forbidden(NOT_FOR_YOU)
    if viewer.may(Right.ASSESSMENTS_APPRAISE) or viewer.may(Right.ASSESSMENTS_FINALISE):
        return WorksElsewhere(APPRAISES, "Đến trang Chấm điểm", "/cham-diem")
    if viewer.may(Right.ACCOUNTS_MANAGE):
        return WorksElsewhere(ADMINISTERS, "Đến trang Quản trị tài khoản", "/quan-tri/tai-khoan")
    return Forbidden(ONLY_READS)


Admitted: Any = Depends(admit)
"""Stands before every page of the site."""
