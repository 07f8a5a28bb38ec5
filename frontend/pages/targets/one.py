"""One target: how it stands and why, its way as a chart, what was set, every change, the units' targets."""

from fastapi import APIRouter, Request, Response

from contracts.access import Right
from contracts.indicators.targets import TargetDetail
from frontend.client import Client, ClientDep, card_of
from frontend.client.reach import is_within
from frontend.downloads import csv_file
from frontend.pages.targets.listing import PATH
from frontend.reading.target_rows import facts_of, progress_of, progress_table, row_of, told
from frontend.render import view
from frontend.spreadsheets import progress_csv

ONE = PATH + "/{target}"
API = "/api/indicators/v1/targets"
DONE = {
    "dat": "Đã đặt mục tiêu.",
    "sua": "Đã lưu thay đổi; bản trước vẫn còn trong lịch sử.",
    "rut": "Đã rút mục tiêu; nội dung và lịch sử vẫn xem được.",
    "giao": "Đã giao mục tiêu cho các đơn vị.",
}

router = APIRouter(include_in_schema=False)


@router.get(ONE + ".csv")
async def download_progress(*, client: ClientDep, target: str) -> Response:
    """The way of one target as CSV."""
    found = await client.get_target(target)
    return csv_file(f"muc-tieu-{found.id}", progress_csv(found))


@router.get(ONE)
async def show_target(*, request: Request, client: ClientDep, target: str) -> Response:
    """Everything about one target."""
    found = await client.get_target(target)
    cascade = await card_of(client.get_cascade(target)) if found.children else None
    handed = cascade.value if cascade else None
    return view(
        request,
        "targets/one.html",
        nav="muc-tieu",
        title=f"Mục tiêu: {found.measure}",
        target=found,
        row=row_of(found),
        facts=facts_of(found),
        chart=progress_of(found),
        course=progress_table(found),
        told=told,
        cascade=handed,
        children=[row_of(child) for child in handed.children] if handed else [],
        may_set=await may_set(request, client, found),
        done=DONE.get(request.query_params.get("xong", "")),
        json_href=f"{API}/{found.id}",
        csv_href=f"{PATH}/{found.id}.csv",
    )


async def may_set(request: Request, client: Client, target: TargetDetail) -> bool:
    """Whether the visitor may change this target: only then is it offered."""
    places = request.state.caller.places(Right.TARGETS_WRITE)
    if not places or target.withdrawn_at is not None:
        return False
    area = await card_of(client.get_area(target.area))
    return area.value is not None and await is_within(client, places, area.value)
