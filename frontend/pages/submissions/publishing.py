"""Publishing a form and period (/duyet/cong-bo): how many, of which units, who is missing; then all of it at once."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from contracts.access import Right
from contracts.indicators.obligations import Obligation, ObligationState
from contracts.indicators.submissions import PublicationCreate
from frontend.client import Client, ClientDep, ObligationFilter, card_of
from frontend.csrf import CsrfChecked
from frontend.formats import capital, period
from frontend.pages.submissions.asked import PATH
from frontend.pages.submissions.many import result_of
from frontend.pages.submissions.sheet import REFUSALS, told_of
from frontend.reading.submissions.coming import periods_of
from frontend.reading.submissions.words import STATES
from frontend.render import view
from frontend.visitors import caller_in
from kit.clock import today

ONE = f"{PATH}/cong-bo"
TITLE = "Công bố số liệu"
LONGEST = 200
CHANGED = "Danh sách đã thay đổi từ lúc bạn mở trang. Hãy xem lại số hồ sơ dưới đây rồi xác nhận."

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_question(*, request: Request, client: ClientDep) -> Response:
    """What would be published, and who is missing."""
    return await _show(request, client, dict(request.query_params))


@router.post(ONE, dependencies=[CsrfChecked])
async def publish(*, request: Request, client: ClientDep) -> Response:
    """Publishes what was shown; when that has changed meanwhile, it is shown anew first."""
    told = {name: str(text)[:LONGEST] for name, text in (await request.form()).items()}
    owed = await _owed(client, told)
    accepted = [one for one in owed if one.state == ObligationState.ACCEPTED]
    if not accepted or told.get("so") != str(len(accepted)):
        return await _show(request, client, told, CHANGED, 409)
    try:
        wanted = PublicationCreate(form=told["bm"], period=told["ky"], area=told["dv"])
        results = await client.publish_several(wanted)
    except ValidationError:
        return await _show(request, client, told, "Hãy chọn biểu mẫu, kỳ và địa bàn.", 422)
    except REFUSALS as refusal:
        return await _show(request, client, told, told_of(refusal), refusal.status)
    what = f"{told['bm']} · {capital(period(told['ky']))}"
    return view(
        request,
        "submissions/results.html",
        nav="duyet",
        title="Kết quả công bố",
        results=[result_of(one, what, "Đã công bố") for one in results],
        done=sum(one.done for one in results),
        what="hồ sơ đã công bố",
        back=f"{PATH}?bm={told['bm']}&ky={told['ky']}&tt=moi",
        more=None,
    )


async def _owed(client: Client, told: dict[str, str]) -> Sequence[Obligation]:
    if not (told.get("bm") and told.get("ky") and told.get("dv")):
        return []
    return await client.list_every_obligation(ObligationFilter(told["dv"], told["bm"], told["ky"]))


async def _show(
    request: Request, client: Client, asked: dict[str, str], error: str | None = None, status: int = 200
) -> Response:
    places = caller_in(request).places(Right.SUBMISSIONS_PUBLISH)
    told = {"dv": places[0] if places else "", **{name: text[:LONGEST] for name, text in asked.items() if text}}
    forms = await client.list_forms()
    chosen = next((form for form in forms if form.code == told.get("bm")), forms[0] if forms else None)
    periods = [str(one) for one in periods_of(chosen, today())] if chosen else []
    if chosen and told.get("ky") not in periods:
        told["ky"] = periods[0] if periods else ""
    told["bm"] = chosen.code if chosen else ""
    owed = await _owed(client, told)
    names = {
        place: card.value.name if card.value else place
        for place, card in [
            (place, await card_of(client.get_area(place))) for place in dict.fromkeys([*places, told["dv"]]) if place
        ]
    }
    missing = [one for one in owed if one.state not in (ObligationState.ACCEPTED, ObligationState.PUBLISHED)]
    return view(
        request,
        "submissions/publish.html",
        status=status,
        nav="duyet",
        title=f"{'Lỗi: ' if error else ''}{TITLE}",
        told=told,
        form_name=chosen.name if chosen else "",
        forms=[(form.code, form.name) for form in forms],
        periods=[(one, capital(period(one))) for one in periods],
        places=list(names.items()),
        accepted=[one for one in owed if one.state == ObligationState.ACCEPTED],
        published=sum(one.state == ObligationState.PUBLISHED for one in owed),
        missing=[(one, *STATES[one.state]) for one in missing],
        total=len(owed),
        error=error,
    )
