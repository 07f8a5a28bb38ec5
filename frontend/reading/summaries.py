"""Sheets of an assessment (hồ sơ đánh giá) in summary: three totals side by side and the groups under them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from contracts.indicators.assessments import AssessmentSummary, GroupScore, Stage, Totals
from frontend.addresses import address
from frontend.charts import bar
from frontend.formats import ABSENT, decimal, percent

STAGES = {Stage.SELF: "Tự đánh giá", Stage.APPRAISED: "Thẩm định", Stage.FINAL: "Công bố"}


@dataclass(frozen=True, slots=True)
class Total:
    """One stage's total."""

    name: str
    points: str
    share: str
    href: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its name, points of both first stages, and a bar of the newest."""

    name: str
    own: str
    appraised: str
    most: str
    share: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One sheet."""

    id: str
    title: str
    period: str
    most: str
    totals: list[Total]
    groups: list[GroupRow]
    href: str
    desk: str | None
    trial: str
    reported: str | None


def sheet_cards(sheets: Iterable[AssessmentSummary]) -> list[SheetCard]:
    """The sheets of a unit in the order they were given."""
    return [_card(sheet) for sheet in sheets]


def _card(sheet: AssessmentSummary) -> SheetCard:
    proof = f"/ho-so/{sheet.id}/can-cu"
    return SheetCard(
        id=sheet.id,
        title=sheet.framework_name,
        period=sheet.period,
        most=decimal(sheet.totals.max),
        totals=[_total(sheet.totals, stage, proof) for stage in Stage],
        groups=[_group(group) for group in sheet.groups if group.parent_code is None],
        href=proof,
        desk=desk_href(sheet) if has_rows(sheet) else None,
        trial=address("/mo-phong", bo=sheet.framework, ky=sheet.period, dv=sheet.area),
        reported=_reported(sheet),
    )


def has_rows(sheet: AssessmentSummary) -> bool:
    """Whether a sheet is worth opening row by row: shares are loaded as published, points are scored here."""
    return sheet.reported is None or sheet.totals.max > 1


def desk_href(sheet: AssessmentSummary) -> str:
    """Where a sheet is read row by row, and scored by those who may."""
    return address("/cham-diem", dv=sheet.area, bo=sheet.framework, ky=sheet.period)


def _total(totals: Totals, stage: Stage, proof: str) -> Total:
    points, share = stage_of(totals, stage)
    return Total(STAGES[stage], decimal(points), percent(share), f"{proof}?luot={stage.value}")


def stage_of(totals: Totals, stage: Stage) -> tuple[Decimal | None, Decimal | None]:
    """Points of one stage and their share of the maximum."""
    match stage:
        case Stage.SELF:
            return totals.self, totals.self_share
        case Stage.APPRAISED:
            return totals.appraised, totals.appraised_share
        case Stage.FINAL:
            return totals.final, totals.final_share


def newest_stage(totals: Totals) -> Stage:
    """The stage a reader wants first: the final one where there is one, else the appraised, else the unit's own."""
    return next((stage for stage in reversed(Stage) if stage_of(totals, stage)[0] is not None), Stage.SELF)


def _group(group: GroupScore) -> GroupRow:
    stage = newest_stage(group)
    share = stage_of(group, stage)[1]
    spoken = f"{STAGES[stage]}: {percent(share)} điểm tối đa"
    return GroupRow(
        name=f"{group.code}. {group.name}",
        own=decimal(group.self),
        appraised=decimal(group.appraised),
        most=decimal(group.max),
        share=percent(share),
        bar=Markup("") if share is None else bar(share, 100, spoken),
    )


def _reported(sheet: AssessmentSummary) -> str | None:
    found = sheet.reported
    if found is None:
        return None
    rank = ABSENT if found.rank is None else str(found.rank)
    return f"Kết quả đã công bố: {decimal(found.score)} điểm, hạng {rank} (nguồn: {found.source})"
