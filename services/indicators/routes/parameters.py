"""The query and path parameters that several routes share, and cursors made of keys."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.boundaries import BOUNDARIES, Boundaries
from contracts.indicators.values import IndicatorCode
from contracts.periods import Period, PeriodText
from kit.caller import Caller
from kit.clock import today
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE, keys_of
from kit.shapes import Day, Instant

IndicatorQuery = Annotated[IndicatorCode | None, Query(title="Mã chỉ tiêu")]
AreaQuery = Annotated[AreaId | None, Query(title="Địa bàn")]
WithinQuery = Annotated[AreaId | None, Query(title="Trong địa bàn", description="Địa bàn này và mọi đơn vị bên dưới")]
PeriodQuery = Annotated[PeriodText | None, Query(title="Kỳ")]
PeriodFromQuery = Annotated[PeriodText | None, Query(title="Từ kỳ")]
PeriodToQuery = Annotated[PeriodText | None, Query(title="Đến kỳ")]
IndicatorPath = Annotated[IndicatorCode, Path(title="Mã chỉ tiêu")]
AreaPath = Annotated[AreaId, Path(title="Địa bàn")]
PeriodPath = Annotated[PeriodText, Path(title="Kỳ")]
BoundariesQuery = Annotated[Boundaries, Query(title="Địa giới", description=BOUNDARIES)]
BoundariesOnQuery = Annotated[
    Day | None, Query(title="Địa giới ngày", description="Với boundaries=now: địa giới của ngày này; trống: hôm nay")
]
MomentQuery = Annotated[
    Instant | None,
    Query(title="Như lúc", description="Số liệu đã công bố đến thời điểm này; cùng câu hỏi luôn được cùng câu trả lời"),
]


def readable(caller: Caller) -> list[str]:
    """The ids on which the caller may read what is not public."""
    return caller.places(Right.INDICATORS_READ)


def boundaries_day(boundaries: Boundaries, on: date | None) -> date | None:
    """The day whose units a reader means, None for those of the time."""
    return None if boundaries is Boundaries.THEN else on or today()


async def _wanted_day(
    boundaries: BoundariesQuery = Boundaries.THEN, boundaries_on: BoundariesOnQuery = None
) -> date | None:
    return boundaries_day(boundaries, boundaries_on)


BoundariesDep = Annotated[date | None, Depends(_wanted_day)]
"""The day whose units a reader means, None for those of the time."""


def period_of(text: str | None) -> Period | None:
    """The period a checked text means."""
    return None if text is None else Period.parse(text)


def key_after(after: str | None) -> list[int]:
    """The key (period, area, indicator) in a cursor, empty at the start; NotFound for one that is not ours."""
    keys = keys_of(after, (int, int, int)) or []
    if any(key < 0 for key in keys):
        raise NotFound(NO_SUCH_PAGE)
    return keys
