"""Where members disagree, what is proposed, and what the head must say to agree otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kit.numbers import round_half_up, write_number
from services.indicators.rules.score_changes import Kept

_PERCENT = Decimal(100)
NEEDS_REASON = "Điểm nằm ngoài khoảng điểm của các thành viên: hãy ghi lý do."
NO_MARKS = "Chưa thành viên nào chấm tiêu chí này: hãy ghi điểm và lý do."
NOT_READY = "Còn thành viên chưa chấm xong phần có tiêu chí này."


@dataclass(frozen=True, slots=True)
class Mark:
    """What one member gave a criterion."""

    account: str
    kept: Kept
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the members of a panel are apart: lowest, highest and middle score."""

    lowest: Decimal
    highest: Decimal
    median: Decimal
    members: int

    def holds(self, points: Decimal) -> bool:
        """Whether a score lies within the members' range."""
        return self.lowest <= points <= self.highest

    def is_disputed(self, maximum: Decimal, threshold: Decimal) -> bool:
        """Whether they are further apart than a percentage of the maximum."""
        return (self.highest - self.lowest) * _PERCENT > maximum * threshold


def spread_of(marks: Sequence[Mark], decimals: int) -> Spread | None:
    """The spread of a criterion; None without a score. Between two middle scores lies their mean, rounded half up."""
    if not marks:
        return None
    points = sorted(one.kept.points for one in marks)
    half = len(points) // 2
    middle = points[half] if len(points) % 2 else round_half_up((points[half - 1] + points[half]) / 2, decimals)
    return Spread(points[0], points[-1], middle, len(points))


def proposal_of(marks: Sequence[Mark], decimals: int) -> Kept | None:
    """What is proposed: the median; of what is computed, all that the lower of the middle members entered."""
    spread = spread_of(marks, decimals)
    if spread is None:
        return None
    if all(one.kept.inputs is None for one in marks):
        return Kept(spread.median)
    ordered = sorted(marks, key=lambda one: (one.kept.points, one.account))
    return ordered[(len(ordered) - 1) // 2].kept


def reason_of(spread: Spread | None, points: Decimal, told: str | None) -> str | None:
    """The reason an agreed score is kept with; None when the head must give one."""
    if told:
        return told
    if spread is None or not spread.holds(points):
        return None
    if points == spread.median:
        return f"Trung vị điểm của {spread.members} thành viên tổ thẩm định."
    low, high = write_number(spread.lowest), write_number(spread.highest)
    return f"Tổ thẩm định thống nhất; điểm các thành viên từ {low} đến {high}."


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a sheet's panel: named to it or not, with a part left open or not, who publishes or not.

    Whoever belongs to the assessed unit counts as left out, and publishes nothing here.
    """

    named: bool = False
    is_head: bool = False
    open_part: bool = False
    recused: bool = False
    publishes: bool = False


def sees_scores(looker: Looker, *, all_agreed: bool) -> bool:
    """Nobody named sees others' scores before their own part is done; nobody else before everything is agreed."""
    if looker.named and not looker.recused:
        return not looker.open_part
    return looker.publishes and all_agreed


def sees_reasons(looker: Looker) -> bool:
    """Why a part was opened again or a member takes no part is for the panel and for who publishes, not the unit."""
    return looker.publishes or (looker.named and not looker.recused)


def ordered_by_dispute(codes: Sequence[str], spreads: Mapping[str, tuple[Spread, Decimal]]) -> list[str]:
    """The disputed criteria first, the widest apart (as parts of their maxima) on top; the others as on the sheet."""

    def apart(code: str) -> Decimal:
        spread, maximum = spreads[code]
        return (spread.highest - spread.lowest) / maximum if maximum else Decimal()

    first = sorted((code for code in codes if code in spreads), key=lambda code: -apart(code))
    return [*first, *(code for code in codes if code not in spreads)]
