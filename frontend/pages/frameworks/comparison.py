"""Two frameworks side by side: what changed, and how criteria carry over, both ways."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from frontend.addresses import address
from frontend.client import ClientDep
from frontend.pages.frameworks.listing import PATH
from frontend.render import view

BASES = {"stated": "Ghi trong tệp", "same": "Cùng mã, tên", "same_name": "Cùng tên", "similar": "Tên gần giống"}

router = APIRouter(include_in_schema=False)


@router.get(f"{PATH}/{{code}}/so-sanh")
async def compare(
    *, request: Request, client: ClientDep, code: str, voi: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """What became of the other framework, by default of the one it succeeds."""
    diff = await client.get_diff(code, voi or None)
    return view(
        request,
        "frameworks/compare.html",
        nav="bo-tieu-chi",
        title=f"So sánh {diff.old.code} với {diff.new.code}",
        diff=diff,
        bases=BASES,
        json_href=address(f"/api/indicators/v1/frameworks/{code}/diff", **{"with": diff.old.code}),
    )
