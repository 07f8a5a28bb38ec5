"""Places: areas and organisations on which the caller may give or lend a role."""

from typing import Annotated

from fastapi import APIRouter, Query

from contracts.access import Right
from contracts.accounts import Place
from gateway.queries.places import find_places
from kit import clock
from kit.caller import SignedInDep
from kit.database import ReaderDep
from kit.shapes import Page, Text

MOST = 20

router = APIRouter(prefix="/api/gateway/v1/places", tags=["gateway"])


@router.get("", summary="Tìm địa bàn và cơ quan để giao vai trò")
async def list_places(
    *,
    caller: SignedInDep,
    reader: ReaderDep,
    q: Annotated[Text, Query(max_length=100, title="Từ cần tìm, không cần dấu")] = "",
    right: Annotated[Right | None, Query(title="Chỉ nơi người hỏi giữ quyền này")] = None,
) -> Page[Place]:
    """Present areas and organisations within the caller's reach whose name or code has the words: the first twenty."""
    held = [grant.on for grant in caller.grants if right is None or right in grant.rights]
    rows = await find_places(reader, held, q, clock.today(), MOST)
    return Page(items=[Place(id=row.id, name=row.name, above=row.above or "") for row in rows])
