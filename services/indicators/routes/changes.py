"""The feed of published values: for systems that keep their own copy up to date."""

from fastapi import APIRouter, Request, Response

from contracts.indicators.values import Value
from kit.caller import AnyoneDep
from kit.database import ReaderDep, TransactionRoute
from kit.errors import NotFound
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, light_page
from kit.shapes import Page
from services.indicators.queries import values as queries
from services.indicators.queries.figures import FigureMaker
from services.indicators.queries.scopes import wanted_indicators
from services.indicators.routes.parameters import readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Số liệu"])

_LIMITS = (2**64, 2**63, 2**31, 2**31, 2**31)
_NAMES = ("txid", "no", "period", "area_no", "indicator_no")


@router.get("/changes", summary="Số liệu mới công bố, theo thứ tự công bố", response_model=Page[Value])
async def list_changes(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    limit: LimitQuery = 100,
    after: AfterQuery = None,
) -> Response:
    """Values as they stand, in the order in which they were published; none is ever passed over.

    A value that changes again comes again. The header `Feed-Cursor` is the cursor to ask with next time.
    """
    rows = await queries.list_changes(reader, after=_position(after), places=readable(caller), limit=limit)
    indicators = await wanted_indicators(reader, None)
    make = FigureMaker(indicators, by_name=not caller.anonymous)
    answer = light_page(request, rows, limit, make.value, _cursor)
    # What is told ends where somebody's open transaction begins: it grows without any further change.
    answer.headers["Cache-Control"] = "no-store"
    if rows:
        answer.headers["Feed-Cursor"] = _cursor(rows[:limit][-1])
    elif after:
        answer.headers["Feed-Cursor"] = after
    return answer


def _position(after: str | None) -> dict[str, int | str]:
    keys = keys_of(after, (int,) * len(_LIMITS), largest=max(_LIMITS)) or []
    if any(not 0 <= key < limit for key, limit in zip(keys, _LIMITS, strict=False)):
        raise NotFound("Không có con trỏ này; hãy bắt đầu lại từ đầu.")
    position: dict[str, int | str] = dict(zip(_NAMES, keys, strict=False))
    return {**position, "txid": str(position["txid"])} if keys else {}


def _cursor(row: object) -> str:
    txid, *rest = (getattr(row, name) for name in _NAMES)
    return cursor(int(txid), *rest)
