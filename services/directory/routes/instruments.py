"""Official documents over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.instruments import KINDS, Instrument, InstrumentKind
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, light_page
from kit.shapes import Page, Text
from services.directory.queries import instruments as queries
from services.directory.routes.parameters import SearchQuery

router = APIRouter(prefix="/api/directory/v1", route_class=TransactionRoute, tags=["Văn bản"])

KindQuery = Annotated[InstrumentKind | None, Query(title="Loại văn bản", description=KINDS)]
YearQuery = Annotated[int | None, Query(ge=1945, le=2100, title="Năm ban hành")]


@router.get("/instruments", summary="Tìm văn bản", response_model=Page[Instrument])
async def list_instruments(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    q: SearchQuery = None,
    kind: KindQuery = None,
    year: YearQuery = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Official documents, newest first; `q` is words of number, issuer or subject in any order, without marks."""
    rows = await queries.list_instruments(reader, q=q, kind=kind, year=year, after=after, limit=limit)
    return light_page(request, rows, limit, queries.instrument, queries.instrument_cursor)


@router.get("/instruments/{instrument_id}", summary="Một văn bản", response_model=Instrument)
async def get_instrument(
    *, caller: AnyoneDep, reader: ReaderDep, instrument_id: Annotated[Text, Path(max_length=36, title="Mã định danh")]
) -> Response:
    """One official document: number, issuer, day, subject, and where it was read."""
    return answer(await queries.get_instrument(reader, instrument_id))
