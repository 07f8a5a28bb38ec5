"""The list that goes with a decision (Danh sách đơn vị được công nhận): numbered, ready for A4."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from frontend.client import ClientDep
from frontend.formats import period
from frontend.pages.recognitions.listing import PATH, AskedDep, chosen
from frontend.reading.recognitions.listed import REASONS, decisions_of, grouped, levels_of
from frontend.render import view
from kit.errors import NotFound

TITLE = "Danh sách đơn vị được công nhận"
NOTHING = "Chưa có quyết định công nhận nào cho lựa chọn này."

router = APIRouter(include_in_schema=False)


@router.get(f"{PATH}/danh-sach")
async def show_certificate(*, request: Request, client: ClientDep, asked: AskedDep) -> Response:
    """Every unit that one decision recognises at a level; the newest decision unless the address names one."""
    asked, counts = await chosen(client, asked)
    here = [one for one in counts if (one.framework, one.period) == (asked.bo, asked.ky)]
    decisions = decisions_of(one for one in here if asked.dv in ("", one.area))
    decision = next((one for one in decisions if asked.qd in ("", one.number, one.key)), None)
    if decision is None:
        raise NotFound(NOTHING)
    wanted = replace(asked, qd=decision.number, dv=decision.area, muc="", q="")
    units = await client.list_every_recognition(replace(wanted.filter, reached=True))
    framework = await client.get_framework(asked.bo)
    levels = levels_of(one for one in here if (one.instrument_number, one.area) == (decision.number, decision.area))
    return view(
        request,
        "recognitions/certificate.html",
        nav="cong-nhan",
        title=f"{TITLE} {period(asked.ky)}",
        asked=wanted,
        framework=framework,
        decision=decision,
        decisions=[(one.key, f"{one.text} · {one.area_name}") for one in decisions],
        levels=levels,
        reason=REASONS.get(framework.recognition.kind) if framework.recognition else None,
        total=len(units),
        groups=grouped(units, levels),
        back_href=asked.href(),
    )
