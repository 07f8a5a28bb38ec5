"""A sheet (phiếu) as a page shows it: bands of criteria under their groups, totals, and what was typed into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from contracts.indicators.assessments import Assessment, GroupScore, Totals
from frontend.charts import bar
from frontend.formats import decimal, percent
from frontend.reading.cells import Cell
from frontend.reading.score_rows import ScoreRow

WHOLE = "Toàn phiếu"


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that follow one another within one group; `again` when the group goes on after one inside it."""

    group: GroupScore
    depth: int
    again: bool
    rows: list[ScoreRow]


def bands_of(sheet: Assessment, rows: Iterable[ScoreRow]) -> list[Band]:
    """The rows under the heads of their groups, in the order of the sheet; those of no group under the sheet itself."""
    totals = {name: getattr(sheet.totals, name) for name in Totals.model_fields}
    whole = GroupScore(code="", name=WHOLE, parent_code=None, **totals)
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


def base_of(cells: Iterable[Cell]) -> dict[str, str]:
    """What the boxes held when read; empty ones need no mention."""
    return {cell.name: cell.base for cell in cells if cell.base}


def group_summary(totals: Totals) -> str:
    """The subtotal beside the name of a group, while the unit scores itself: `59,47 / 80 điểm · 74,3%`."""
    if totals.self is None:
        return f"tối đa {decimal(totals.max)} điểm"
    return f"{decimal(totals.self)} / {decimal(totals.max)} điểm · {percent(totals.self_share)}"
