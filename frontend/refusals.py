"""Errors as visitors meet them: a page in Vietnamese with one next step, or the way to sign in."""

from collections.abc import Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from frontend.addresses import above, sign_in_address
from frontend.confirmation import ask_confirmation
from frontend.error_pages import WorksElsewhere, error_page
from frontend.render import wants_part
from kit.errors import ConfirmationRequired, Invalid, Refusal
from kit.logs import log
from kit.shapes import Fault
from kit.validation import faults

SEE_OTHER, NOT_ALLOWED = 303, 405
HEADERS_KEPT = ("Retry-After", "Allow")


def answer_errors(app: FastAPI) -> None:
    """Every error of a page ends as a page; called after the kit has set its problem documents."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    if error.status == 401:
        return _to_sign_in(request)
    if isinstance(error, ConfirmationRequired):
        return await ask_confirmation(request)
    kept = {name: value for name, value in error.headers.items() if name in HEADERS_KEPT}
    detail = _sentence(error.detail, error.faults)
    words = error.words if isinstance(error, WorksElsewhere) else None
    return error_page(request, _status(request, error), detail=detail, headers=kept, words=words)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await _on_refusal(request, Invalid(faults=faults(error.errors())))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == NOT_ALLOWED and request.method == "GET" and not wants_part(request):
        return RedirectResponse(above(request.url.path), SEE_OTHER)
    kept = {name: value for name, value in (error.headers or {}).items() if name in HEADERS_KEPT}
    return error_page(request, error.status_code, headers=kept)


async def _on_crash(request: Request, error: Exception) -> Response:
    log.error("page failed", exc_info=error, path=request.url.path, request_id=request.headers.get("x-request-id"))
    return error_page(request, 500)


def _to_sign_in(request: Request) -> Response:
    wanted = sign_in_address(request)
    if wants_part(request):
        return Response(status_code=200, headers={"HX-Redirect": wanted})
    return RedirectResponse(wanted, SEE_OTHER)


def _status(request: Request, error: Refusal) -> int:
    """What an address names wrongly does not exist: a reader cannot correct fields they did not fill in."""
    return 404 if error.status == 422 and request.method in {"GET", "HEAD"} else error.status


def _sentence(detail: str, found: Sequence[Fault]) -> str | None:
    told = " ".join(dict.fromkeys(_ended(fault.detail) for fault in found[:5]))
    return told or detail or None


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
