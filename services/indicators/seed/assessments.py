"""Sample sheets: one commune's published sheet of 2025, and what was published of provinces (DTI, QĐ 766)."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import yaml
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, ReportedResult, Stage
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.assessments import open_assessment, report_result, save_scores
from services.indicators.actions.frameworks import publish_framework

FRAMEWORKS = Path(__file__).resolve().parents[1] / "frameworks"
CAN_GIUOC = "X28159-2025"
_OWN = Grant(frozenset({Right.ASSESSMENTS_SELF}), CAN_GIUOC)
_OTHERS = Grant(frozenset({Right.ASSESSMENTS_APPRAISE, Right.ASSESSMENTS_FINALISE}), "VN")
_PUBLISHER = Caller(id="sample-data", kind="service", name="Dữ liệu mẫu nạp sẵn", grants=(_OWN, _OTHERS))
_MAIN_INDICES = {
    "1": "nhan_thuc_so",
    "2": "the_che_so",
    "3": "ha_tang_so",
    "4": "nhan_luc_so",
    "5": "attt_mang",
    "7": "hd_chinh_quyen_so",
    "8": "hd_kinh_te_so",
    "9": "hd_xa_hoi_so",
}
_PORTAL = "Cổng Dịch vụ công quốc gia, kết quả năm 2026, đọc ngày 10/10/2026 qua GitHub duynghiaqn/Crawler-766"

_PORTAL_GROUPS = {
    "CKMB": "CKMB_18",
    "TDGQ": "TDGQ_20",
    "ONLINE": "ONLINE_12",
    "TTTT": "TTTT_10",
    "MDSH": "MDSH_22",
    "MDHL": "MDHL_18",
}

Row = dict[str, str]


async def seed_frameworks(database: Database) -> None:
    """Publish the frameworks that come with the product; one that is there already stays."""
    async with in_unit(database) as session:
        for file in sorted(FRAMEWORKS.glob("*.yaml")):
            await publish_framework(session, file.read_text(encoding="utf-8"))


async def seed_assessments(database: Database, data: Path) -> None:
    """Load the sample sheets; what is there already stays as people left it."""
    async with in_unit(database) as session:
        await _seed_commune(session, data / "commune" / "commune_dti_tayninh_2025.csv")
        await _seed_provinces(session, data / "dti")
        await _seed_dti_2021(session, data / "dti")
        provinces = _provinces_of_2025(data / "areas" / "admin_provinces_34.csv")
        await _seed_dti_2024(session, data / "dti" / "dti_history.csv", provinces)
        await _seed_portal(session, data / "dvc766" / "dvc766_provinces_2026-10-10.csv", provinces)


async def _seed_commune(session: AsyncSession, file: Path) -> None:
    wanted = AssessmentCreate(framework="CDS-XA-2025", area=CAN_GIUOC, period="2025")
    assessment, is_new = await open_assessment(session, _PUBLISHER, wanted)
    if not is_new:
        return
    rows = _rows(file)
    for updates in ([_own(row) for row in rows], [_appraised(row) for row in rows]):
        await save_scores(session, _PUBLISHER, assessment, updates, seen=None, pointer=_line)


def _own(row: Row) -> NodeScoreUpdate:
    note = None
    if row["has_evidence_text"] == "True":
        found = int(row["evidence_docs_found"])
        note = f"Phiếu có nêu minh chứng, trong đó có {found} văn bản." if found else "Phiếu có nêu minh chứng."
    return NodeScoreUpdate(code=row["code"], stage=Stage.SELF, points=Decimal(row["self_score"]), reason=note)


def _appraised(row: Row) -> NodeScoreUpdate:
    points, reason = Decimal(row["reviewed_score"]), None
    if points != Decimal(row["self_score"]):
        disagrees = row["reviewer_disagrees"] == "True"
        reason = "Theo phiếu thẩm định đã công bố" + ("; người thẩm định ghi không thống nhất." if disagrees else ".")
    return NodeScoreUpdate(code=row["code"], stage=Stage.APPRAISED, points=points, reason=reason)


async def _seed_provinces(session: AsyncSession, folder: Path) -> None:
    areas = yaml.safe_load((folder / "province_names.yaml").read_text(encoding="utf-8"))
    for row in _rows(folder / "dti_2022_province_ranking.csv"):
        wanted = AssessmentCreate(framework="DTI-2022", area=areas[row["province"]], period="2022")
        assessment, is_new = await open_assessment(session, _PUBLISHER, wanted)
        if not is_new:
            continue
        updates = list(_published(row))
        if updates:
            await save_scores(session, _PUBLISHER, assessment, updates, seen=None, pointer=_line)
        score = Decimal(row["dti"]) if row["dti"] else None
        result = ReportedResult(score=score, rank=int(row["rank"]), source=row["source"])
        await report_result(session, assessment, result)


def _published(row: Row) -> Iterator[NodeScoreUpdate]:
    """The main indices of a province as printed, where they are."""
    for code, column in _MAIN_INDICES.items():
        if row[column]:
            yield NodeScoreUpdate(code=code, stage=Stage.FINAL, points=Decimal(row[column]))


def _provinces_of_2025(file: Path) -> dict[str, str]:
    """The 34 provinces by name and by the code the national portal knows them by."""
    areas: dict[str, str] = {}
    for row in _rows(file):
        areas[row["short"]] = areas[row["dvcqg_org_code"]] = f"T{row['gso_code'].zfill(2)}-2025"
    return areas


async def _seed_dti_2024(session: AsyncSession, file: Path, provinces: Mapping[str, str]) -> None:
    """What the press printed of the ranking of 2024, which was made for the 34 provinces of 2025."""
    for row in _rows(file):
        area = provinces.get(row["unit"].partition(" (")[0])
        if row["year"] == "2024" and row["metric"] == "DTI" and area is not None:
            wanted = AssessmentCreate(framework="DTI-2025", area=area, period="2024")
            score = Decimal(row["value"]) if row["value"] else None
            await _report(session, wanted, ReportedResult(score=score, rank=int(row["rank"]), source=row["source"]))


async def _seed_dti_2021(session: AsyncSession, folder: Path) -> None:
    """The ranks of 2021 that were printed somewhere, so that those of 2022 have something to be compared with."""
    areas = yaml.safe_load((folder / "province_names.yaml").read_text(encoding="utf-8"))
    for row in _rows(folder / "dti_history.csv"):
        if row["year"] == "2021" and row["metric"] == "DTI" and row["rank"]:
            wanted = AssessmentCreate(framework="DTI-2022", area=areas[row["unit"]], period="2021")
            score = Decimal(row["value"]) if row["value"] else None
            await _report(session, wanted, ReportedResult(score=score, rank=int(row["rank"]), source=row["source"]))


async def _seed_portal(session: AsyncSession, file: Path, provinces: Mapping[str, str]) -> None:
    """The points of the 34 provinces under QĐ 766 as the national portal showed them."""
    for row in _rows(file):
        wanted = AssessmentCreate(framework="QD766", area=provinces[row["department_code"]], period="2026")
        result = ReportedResult(score=Decimal(row["total_score"]), rank=int(row["rank"]), source=_PORTAL)
        parts = {code: Decimal(row[column]) for code, column in _PORTAL_GROUPS.items()}
        await _report(session, wanted, result, parts)


async def _report(
    session: AsyncSession, wanted: AssessmentCreate, result: ReportedResult, parts: Mapping[str, Decimal] | None = None
) -> None:
    assessment, is_new = await open_assessment(session, _PUBLISHER, wanted)
    if is_new:
        await report_result(session, assessment, result, parts)


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _line(place: int, field: str) -> str:
    """Where a fault of the sample data stands: the row from 0, without the heading."""
    return f"/{place}/{field}"
