"""Official documents (Văn bản): the register of numbers, days, issuers and subjects, found without marks."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.instruments import INSTRUMENT_KINDS, Certainty
from frontend.addresses import address
from frontend.client import ClientDep, InstrumentFilter
from frontend.render import view
from kit.clock import today
from kit.paging import cursor_in

LISTED = 50
FIRST_YEAR = 2018
CERTAINTIES = {
    Certainty.READ: "Đã đọc trích đoạn",
    Certainty.TITLE: "Mới thấy tên văn bản",
    Certainty.CITED: "Mới thấy được dẫn",
    Certainty.CONFLICT: "Các nguồn ghi khác nhau",
}

router = APIRouter(include_in_schema=False)


@router.get("/van-ban")
async def list_instruments(
    *,
    request: Request,
    client: ClientDep,
    q: Annotated[str, Query(max_length=100)] = "",
    loai: Annotated[str, Query(max_length=20)] = "",
    nam: Annotated[str, Query(pattern=r"^([0-9]{4})?$")] = "",
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Documents that match, newest first; to htmx only the list."""
    kind = loai if loai in INSTRUMENT_KINDS else ""
    page = await client.list_instruments(InstrumentFilter(q, kind, nam, LISTED, sau))
    after = cursor_in(page.next)
    return view(
        request,
        "instruments/index.html",
        block="found",
        title="Văn bản",
        q=q,
        kind=kind,
        year=nam,
        kinds=[("", "Tất cả"), *((each.value, name) for each, name in INSTRUMENT_KINDS.items())],
        years=[("", "Mọi năm"), *((str(year), str(year)) for year in range(today().year, FIRST_YEAR - 1, -1))],
        kind_names=INSTRUMENT_KINDS,
        certainties=CERTAINTIES,
        found=page.items,
        more=address("/van-ban", q=q, loai=kind, nam=nam, sau=after) if after else None,
        json_href=address("/api/directory/v1/instruments", q=q, kind=kind, year=nam),
    )
