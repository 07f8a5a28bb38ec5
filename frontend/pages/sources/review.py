"""One observation (/nguon/ghi-nhan/{id}): what a source says, accepted or withdrawn by whoever may."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.indicators.sources import (
    Observation,
    ObservationReview,
    ObservationState,
    ObservationVerb,
    ObservationWithdrawal,
    SourceKind,
)
from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sources.listing import API, PATH
from frontend.reading.sources import KINDS, REVIEWS, said_text
from frontend.render import view
from kit.errors import Conflict, Forbidden, Invalid, NotFound

SEE_OTHER = 303
ONE = f"{PATH}/ghi-nhan/{{observation}}"
ACCEPTED, WITHDRAWN = "nhan", "rut"
DONE = {ACCEPTED: "Đã nhận. Ai cũng đọc được số ghi nhận này.", WITHDRAWN: "Đã rút. Số này còn trong lịch sử."}
RECORDED = "ghi"
WAITS = "Đã ghi nhận. Số này chờ người chọn số giữa các nguồn nhận; đến lúc đó chỉ người trong phạm vi đọc được."
STANDS = "Đã ghi nhận và nhận luôn. Ai cũng đọc được số này, cạnh các nguồn khác; chưa có gì được công bố."
WRONG = "Hãy ghi lý do rút, tối đa 300 ký tự."
Box = Annotated[str, Form(max_length=4000)]

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_observation(
    *, request: Request, client: ClientDep, observation: str, xong: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    """What the source says, how that stands, and what the visitor may do with it."""
    found = await client.get_observation(observation)
    return _show(request, found, done=_recorded(found) if xong == RECORDED else DONE.get(xong))


@router.post(ONE, dependencies=[CsrfChecked])
async def judge(*, request: Request, client: ClientDep, observation: str, viec: Box = "", ly_do: Box = "") -> Response:
    """Accepts or withdraws it; a refusal shows the page with what was typed."""
    try:
        if viec == ACCEPTED:
            await client.accept_observation(observation)
        else:
            await client.withdraw_observation(observation, ObservationWithdrawal(reason=ly_do))
    except ValidationError:
        found = await client.get_observation(observation)
        return _show(request, found, typed=ly_do, errors={"ly_do": WRONG}, status=422)
    except (Conflict, Forbidden, Invalid, NotFound) as refusal:
        found = await client.get_observation(observation)
        told = " ".join(fault.detail for fault in refusal.faults) or refusal.detail
        return _show(request, found, typed=ly_do, errors={"": told}, status=refusal.status)
    return RedirectResponse(f"{PATH}/ghi-nhan/{observation}?xong={viec}", SEE_OTHER)


def _recorded(found: Observation) -> str | None:
    """What became of an observation that was just recorded; nothing once it was withdrawn."""
    return {ObservationState.WAITING: WAITS, ObservationState.ACCEPTED: STANDS}.get(ObservationState(found.state))


def _show(
    request: Request,
    found: ObservationReview,
    *,
    typed: str = "",
    errors: dict[str, str] | None = None,
    done: str | None = None,
    status: int = 200,
) -> Response:
    return view(
        request,
        "sources/review.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}Số ghi nhận: {found.measure}",
        nav="chi-tieu",
        one=found,
        said=said_text(found),
        kind=KINDS[SourceKind(found.kind)],
        state=REVIEWS[ObservationState(found.state)],
        may_accept=ObservationVerb.ACCEPT in found.allowed,
        may_withdraw=ObservationVerb.WITHDRAW in found.allowed,
        typed=typed,
        errors=errors or {},
        done=done,
        json_href=f"{API}/observations/{found.id}",
    )
