"""The list of systems, and what is open to everybody without one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from frontend.client import ClientDep, SystemFilter
from frontend.pages.sharing.places import names_of
from frontend.reading.systems import scope_names, state_of, warnings_of
from frontend.render import NOT_KEPT, view
from kit import clock
from kit.paging import cursor_in

PAGE = 50
PATH = "/chia-se"
OPEN_DATA = (
    ("Địa bàn hành chính và quá trình thay đổi", "/api/directory/v1/areas"),
    ("Bộ chỉ số", "/api/indicators/v1/frameworks"),
    ("Danh mục chỉ tiêu", "/api/indicators/v1/indicators"),
    ("Số liệu công khai", "/api/indicators/v1/values"),
    ("Kết quả tổng hợp công khai", "/api/indicators/v1/figures"),
)

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def list_systems(
    *,
    request: Request,
    client: ClientDep,
    thu_hoi: Annotated[bool, Query(alias="thu-hoi")] = False,
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Systems within the visitor's reach; those that were revoked apart."""
    found = await client.list_systems(SystemFilter(thu_hoi, PAGE, sau))
    names = await names_of(client, {system.area for system in found.items})
    now = clock.now()
    return view(
        request,
        "sharing/list.html",
        block="found",
        title="Chia sẻ dữ liệu",
        systems=[(one, state_of(one, now), scope_names(one.scopes), names[one.area]) for one in found.items],
        warnings=warnings_of(found.items, now) if not thu_hoi else [],
        revoked=thu_hoi,
        after=cursor_in(found.next),
        open_data=OPEN_DATA,
        headers=NOT_KEPT,
    )
