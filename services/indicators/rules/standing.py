"""Which score of a sheet stands in a ranking, and the places of sheets and of results known only as published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from contracts.indicators.assessments import Stage
from kit.numbers import round_half_up
from services.indicators.rules.assessment import Sheet
from services.indicators.rules.rankings.ranks import RANK_PLACES, Contender, rank

RULE = (
    "Xếp theo tỷ lệ điểm đạt trên điểm tối đa, làm tròn 4 chữ số; bằng nhau thì đồng hạng và bỏ qua hạng kế tiếp."
    " Lấy điểm công bố, chưa có thì điểm thẩm định, rồi điểm tự đánh giá; kết quả đã công bố ở nơi khác đứng cho đến"
    " khi mọi tiêu chí có điểm công bố."
)
REPORTED_RULE = (
    "Nguồn không công bố đủ điểm để xếp lại: hạng lấy như đã công bố, điểm tính từ hồ sơ ở nơi có chỉ số thành phần;"
    " đơn vị không tìm thấy kết quả đã công bố thì không có trong bảng."
)
ELSEWHERE_RULE = (
    " Hồ sơ đang chấm của đơn vị ngoài phạm vi của tài khoản không có trong bảng cho đến khi có kết quả công bố."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit of a ranking: the share of its maximum (0–1) where known, and the rank printed elsewhere."""

    key: str
    share: Decimal | None
    reported_rank: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a unit came, and its share as it was compared: rounded."""

    key: str
    rank: int | None
    tied: bool
    share: Decimal | None


def decisive_stage(sheet: Sheet) -> Stage | None:
    """The stage whose total ranks a sheet: final, else appraised, else self; None without any score.

    A judgement under way does not rank: a later stage counts once it covers every criterion an earlier one scored.
    """
    scored = {
        stage: {row.node.code for row in sheet.rows if row.node.scored and row.points(stage) is not None}
        for stage in Stage
    }
    if scored[Stage.FINAL] and scored[Stage.FINAL] >= scored[Stage.APPRAISED] | scored[Stage.SELF]:
        return Stage.FINAL
    if scored[Stage.APPRAISED] and scored[Stage.APPRAISED] >= scored[Stage.SELF]:
        return Stage.APPRAISED
    return next((stage for stage in Stage if scored[stage]), None)


def ranking_stage(decisive: Stage | None, *, has_total: bool, is_complete: bool, has_report: bool) -> Stage | None:
    """The stage whose total ranks a sheet beside its published result; None: the published result, or nothing.

    What was published stands until the sheet itself has a final score (a total `is_complete` then) for every criterion.
    """
    if not has_total or (has_report and not (decisive is Stage.FINAL and is_complete)):
        return None
    return decisive


class Openness(Enum):
    """How much of a sheet those read who read rankings, but are not within reach of its unit."""

    WHOLE = "whole"
    PUBLISHED = "published"
    NOTHING = "nothing"


def openness(decisive: Stage | None, has_report: bool, is_held: bool = False) -> Openness:
    """All of it once it is final; beside a result its publisher printed only what is final: the rest is under way.

    A sheet in its round is held until it is published, whatever scores it has.
    """
    if decisive is Stage.FINAL and not is_held:
        return Openness.WHOLE
    return Openness.PUBLISHED if has_report else Openness.NOTHING


def goes_by_report(units: Sequence[Standing]) -> bool:
    """Whether scores cannot order the units because some are known by their published rank alone."""
    return any(unit.share is None and unit.reported_rank is not None for unit in units)


def rule_told(*, by_report: bool, everywhere: bool) -> str:
    """The rule in words: by what units are ordered, and what those do not see who may not read `everywhere`."""
    return (REPORTED_RULE if by_report else RULE) + ("" if everywhere else ELSEWHERE_RULE)


def place(units: Sequence[Standing]) -> list[Placed]:
    """Places, best first, units without one last; by share, or as published where shares alone cannot tell.

    Units come in the order of their names, which is kept within a tie and among those without a place.
    """
    if not goes_by_report(units):
        ranked = rank(Contender(unit.key, unit.share) for unit in units)
        return [Placed(each.key, each.rank, each.tied, each.score) for each in ranked]
    held = Counter(unit.reported_rank for unit in units)
    in_order = sorted(units, key=lambda unit: (unit.reported_rank is None, unit.reported_rank or 0))
    return [
        Placed(
            unit.key,
            unit.reported_rank,
            unit.reported_rank is not None and held[unit.reported_rank] > 1,
            None if unit.share is None else round_half_up(unit.share, RANK_PLACES),
        )
        for unit in in_order
    ]
