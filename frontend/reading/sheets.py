"""A sheet (phiếu) as a page shows it: bands of criteria under their groups, totals, and what was typed into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from contracts.indicators.assessments import Assessment, GroupScore, NodeScore, NodeStatus, Stage, Totals
from frontend.charts import bar
from frontend.formats import decimal, percent
from frontend.reading.cells import Cell, MakeCell, checked_note, checked_number, conflict_text, number_in

STATUSES = {
    NodeStatus.AWAITING: "Chờ thẩm định",
    NodeStatus.NOT_DONE: "Chưa thực hiện",
    NodeStatus.NEEDS_EVIDENCE: "Cần bổ sung minh chứng",
    NodeStatus.DONE: "Hoàn thành",
    NodeStatus.IN_PROGRESS: "Đang thực hiện",
}
STAGES = {Stage.SELF: "Tự đánh giá", Stage.APPRAISED: "Thẩm định", Stage.FINAL: "Công bố"}
WHOLE = "Toàn phiếu"
LOST_NOTE = "Ghi chú, lý do chỉ lưu được khi ô điểm có số"
NEEDS_REASON = "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One criterion with the boxes of the stage that is typed: points, and their note or reason."""

    score: NodeScore
    points: Cell
    note: Cell

    @property
    def cells(self) -> tuple[Cell, Cell]:
        """Both boxes."""
        return self.points, self.note

    @property
    def touched(self) -> bool:
        """Whether anything of the row is to be saved."""
        return self.points.touched or self.note.touched

    @property
    def bad(self) -> bool:
        """Whether a box of it is wrong."""
        return any(cell.error for cell in self.cells)

    @property
    def status(self) -> str | None:
        """The status in words."""
        return STATUSES[self.score.status] if self.score.status else None


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that follow one another within one group; `again` when the group goes on after one inside it."""

    group: GroupScore
    depth: int
    again: bool
    rows: list[ScoreRow]


def bands_of(sheet: Assessment, rows: Iterable[ScoreRow]) -> list[Band]:
    """The rows under the heads of their groups, in the order of the sheet; those of no group under the sheet itself."""
    whole = GroupScore(code="", name=WHOLE, parent_code=None, **sheet.totals.model_dump())
    groups = {"": whole} | {group.code: group for group in sheet.groups}
    shown: list[Band] = []
    opened: set[str] = set()
    for row in rows:
        parent = row.score.parent_code or ""
        if not shown or shown[-1].group.code != parent:
            for depth, group in enumerate(_path(groups, parent)):
                if group.code not in opened or group.code == parent:
                    shown.append(Band(group, depth, group.code in opened, []))
                    opened.add(group.code)
        shown[-1].rows.append(row)
    return shown


def _path(groups: dict[str, GroupScore], code: str) -> list[GroupScore]:
    path: list[GroupScore] = []
    found = groups.get(code)
    while found is not None:
        path.insert(0, found)
        found = groups.get(found.parent_code) if found.parent_code else None
    return path


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The sums of one group (or of the whole sheet), and the furthest stage's part of the maximum as a bar."""

    code: str
    name: str
    totals: Totals
    bar: Markup


def total_rows(sheet: Assessment) -> tuple[list[TotalRow], TotalRow]:
    """The groups directly below the sheet, and the sheet itself."""
    top = [group for group in sheet.groups if not group.parent_code]
    return [_total(group.code, group.name, group) for group in top], _total("", WHOLE, sheet.totals)


def _total(code: str, name: str, totals: Totals) -> TotalRow:
    points, share = _furthest(totals)
    return TotalRow(code, name, totals, bar(points, totals.max, percent(share)))


def _furthest(totals: Totals) -> tuple[Decimal | None, Decimal | None]:
    """Points and share of the furthest stage that has any: final, else appraised, else the unit's own."""
    stages = (
        (totals.final, totals.final_share),
        (totals.appraised, totals.appraised_share),
        (totals.self, totals.self_share),
    )
    return next(((points, share) for points, share in stages if points is not None), (None, None))


def points_of(score: NodeScore, stage: Stage) -> Decimal | None:
    """The score of a stage."""
    return {Stage.SELF: score.self, Stage.APPRAISED: score.appraised, Stage.FINAL: score.final}[stage]


def words_of(score: NodeScore, stage: Stage) -> str:
    """The note or reason of a stage."""
    reasons = {Stage.SELF: score.self_note, Stage.APPRAISED: score.appraised_reason, Stage.FINAL: score.final_reason}
    return reasons[stage] or ""


def score_rows(scores: Iterable[NodeScore], stage: Stage, make: MakeCell) -> list[ScoreRow]:
    """Rows with the boxes of a stage; `make` says how a box stands (fresh, as typed, or after somebody else saved)."""
    return [
        ScoreRow(
            score,
            make(f"d.{score.code}", number_in(points_of(score, stage))),
            make(f"g.{score.code}", words_of(score, stage), numeric=False),
        )
        for score in scores
    ]


def checked_rows(rows: Sequence[ScoreRow], stage: Stage, decimals: int) -> list[ScoreRow]:
    """The rows with what a page can see is wrong (`decimals`: how fine points may be); the services check again."""
    return [_checked(row, stage, decimals) for row in rows]


def _checked(row: ScoreRow, stage: Stage, decimals: int) -> ScoreRow:
    points = checked_number(row.points, Decimal(0), row.score.max_points, "Điểm", decimals)
    note = checked_note(row.note)
    if note.touched and note.text and not points.text:
        points = points.refused(LOST_NOTE)
    if stage is Stage.APPRAISED and row.touched and not note.text and _differs(points, row.score.self):
        note = note.refused(NEEDS_REASON)
    return ScoreRow(row.score, points, note)


def _differs(points: Cell, own: Decimal | None) -> bool:
    return points.error is None and points.number is not None and own is not None and points.number != own


def errors_in(rows: Iterable[ScoreRow]) -> list[tuple[str, str]]:
    """Where the faults are and what they are, for the summary above the form."""
    return [(cell.key, f"{row.score.code}: {cell.error}") for row in rows for cell in row.cells if cell.error]


def conflicts_in(rows: Iterable[ScoreRow], note: str) -> list[tuple[str, str]]:
    """The boxes that somebody else changed meanwhile; `note` names those that hold words ("ghi chú", "lý do")."""
    return [
        (cell.key, conflict_text(row.score.code, cell, note))
        for row in rows
        for cell in row.cells
        if cell.server is not None
    ]


def base_of(cells: Iterable[Cell]) -> dict[str, str]:
    """What the boxes held when read; empty ones need no mention."""
    return {cell.name: cell.base for cell in cells if cell.base}


def group_summary(totals: Totals) -> str:
    """The subtotal beside the name of a group, while the unit scores itself: `59,47 / 80 điểm · 74,3%`."""
    if totals.self is None:
        return f"tối đa {decimal(totals.max)} điểm"
    return f"{decimal(totals.self)} / {decimal(totals.max)} điểm · {percent(totals.self_share)}"
