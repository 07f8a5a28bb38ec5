"""What other services told and could not be published (Số liệu chờ xử lý): why, and another try."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.measurements import MeasurementOutcome, MeasurementRetry
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sources.listing import API, PATH
from frontend.reading.measurements import waiting_of
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Forbidden, Invalid, NotFound
from kit.paging import cursor_in

SEE_OTHER = 303
WAITING = f"{PATH}/cho-xu-ly"
DONE = {
    MeasurementOutcome.PUBLISHED: "Đã công bố số liệu.",
    MeasurementOutcome.WITHDRAWN: "Đã rút số liệu.",
    MeasurementOutcome.SUPERSEDED: "Không còn gì để xử lý: đã có tin mới hơn.",
}
NO_REASON = "Hãy ghi lý do thay số đang có."
LONGEST = 300
Box = Annotated[str, Form(max_length=4000)]

router = APIRouter(include_in_schema=False)


@router.get(WAITING)
async def show_waiting(
    *,
    request: Request,
    client: ClientDep,
    xong: Annotated[str, Query(max_length=20)] = "",
    sau: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Everything that waits within the visitor's reach, in the order in which it came."""
    done = next((words for outcome, words in DONE.items() if outcome == xong), None)
    return await _show(request, client, {}, {}, after=sau, done=done)


@router.post(WAITING, dependencies=[CsrfChecked])
async def retry(*, request: Request, client: ClientDep, muc: Box = "", thay: Box = "", ly_do: Box = "") -> Response:
    """Tries one again; what was typed stays where it is refused."""
    typed = {"muc": muc, "ly_do": ly_do}
    reason = ly_do.strip()
    if (thay and not reason) or len(reason) > LONGEST:
        told = NO_REASON if not reason else f"Lý do dài tối đa {LONGEST} ký tự."
        return await _show(request, client, typed, {f"ly_do-{muc}": told}, status=422)
    wanted = MeasurementRetry(replace=True, reason=reason) if thay else MeasurementRetry()
    try:
        tried = await client.retry_measurement(muc, wanted)
    except (Invalid, Conflict, Forbidden, NotFound) as refusal:
        status = 422 if refusal.status == NotFound.status else refusal.status
        told = refusal.detail or "Không có số liệu chờ xử lý này."
        return await _show(request, client, typed, {"": told}, status=status)
    if tried.outcome == MeasurementOutcome.PARKED:
        return await _show(request, client, typed, {"": f"Vẫn phải chờ: {tried.reason}"}, status=409)
    return RedirectResponse(f"{WAITING}?xong={tried.outcome.value}", SEE_OTHER, NOT_KEPT)


async def _show(
    request: Request,
    client: Client,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
    after: str = "",
    done: str | None = None,
) -> Response:
    found = await client.list_parked_measurements(after)
    following = cursor_in(found.next)
    return view(
        request,
        "sources/waiting.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}Số liệu chờ xử lý",
        nav="chi-tieu",
        rows=[waiting_of(one) for one in found.items],
        typed={"muc": "", "ly_do": ""} | typed,
        errors=errors,
        done=done,
        next_href=f"{WAITING}?sau={following}" if following else None,
        first_href=WAITING if after else None,
        json_href=f"{API}/parked-measurements",
        headers=NOT_KEPT,
    )
