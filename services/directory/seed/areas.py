"""The areas of the data files: units until 30/06/2025, units since 01/07/2025, Yên Bái's communes of 2022."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from contracts.directory import Area, AreaLevel, Basis
from services.directory.rules.identity import EARLIEST, NATION, REFORM
from services.directory.seed.tables import CHANGED_2024, Incarnations, Record, read, renewed_codes

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """When an incarnation was in force, and how sure that is."""

    begun: date
    begun_basis: Basis
    ended: date | None = None
    ended_basis: Basis | None = None


PRESENT = Span(REFORM, Basis.DECIDED)
UNTIL_REFORM = Span(EARLIEST, Basis.ASSUMED, REFORM - DAY, Basis.DECIDED)
IN_BETWEEN = Span(CHANGED_2024, Basis.ASSUMED, REFORM - DAY, Basis.DECIDED)
UNTIL_2024 = Span(EARLIEST, Basis.ASSUMED, CHANGED_2024 - DAY, Basis.ASSUMED)


def read_areas(folder: Path) -> list[Area]:
    """All of them, the present ones first."""
    known = Incarnations(folder)
    return [_nation(), *_present(folder, known), *_until_reform(folder, known), *_until_2024(folder, known)]


def _nation() -> Area:
    return Area(
        id=NATION,
        code=NATION,
        level=AreaLevel.NATION,
        name="Cộng hòa xã hội chủ nghĩa Việt Nam",
        short_name="Việt Nam",
        kind="quốc gia",
        parent_id=None,
        valid_from=EARLIEST,
        valid_to=None,
        valid_from_basis=Basis.ASSUMED,
        valid_to_basis=None,
        lat=None,
        lon=None,
    )


def _present(folder: Path, known: Incarnations) -> list[Area]:
    return [_area(row, known, AreaLevel.PROVINCE, PRESENT) for row in read(folder, "areas_from_2025-07-01.csv")]


def _until_reform(folder: Path, known: Incarnations) -> list[Area]:
    renewed = renewed_codes(folder)
    areas = []
    for row in read(folder, "areas_before_2025-07-01.csv"):
        commune = row["level"] == AreaLevel.COMMUNE
        parent_level = AreaLevel.DISTRICT if commune else AreaLevel.PROVINCE
        span = IN_BETWEEN if commune and row["code"] in renewed else UNTIL_REFORM
        areas.append(_area(row, known, parent_level, span))
    return areas


def _until_2024(folder: Path, known: Incarnations) -> list[Area]:
    """Yên Bái's communes that ended, or became another under the same code, in the changes of 2024."""
    changed = {change["old_code"] for change in read(folder, "yenbai_changes_2024.csv")}
    return [
        _area(_named(row), known, AreaLevel.DISTRICT, UNTIL_2024)
        for row in read(folder, "yenbai_173_communes_2022.csv")
        if row["commune_code"] in changed
    ]


def _named(row: Record) -> Record:
    """A row of the list of 2022 in the columns of the register."""
    return {
        "level": AreaLevel.COMMUNE.value,
        "code": row["commune_code"],
        "name": row["commune"],
        "short_name": row["commune"][len(row["type"]) :].strip(),
        "kind": row["type"],
        "parent_code": row["district_code"],
        "lat": "",
        "lon": "",
    }


def _area(row: Record, known: Incarnations, parent_level: AreaLevel, span: Span) -> Area:
    parent = row["parent_code"]
    return Area(
        id=known.id_on(AreaLevel(row["level"]), row["code"], span.begun),
        code=row["code"],
        level=AreaLevel(row["level"]),
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"].lower(),
        parent_id=NATION if parent == NATION else known.id_on(parent_level, parent, span.begun),
        valid_from=span.begun,
        valid_to=span.ended,
        valid_from_basis=span.begun_basis,
        valid_to_basis=span.ended_basis,
        lat=Decimal(row["lat"]) if row["lat"] else None,
        lon=Decimal(row["lon"]) if row["lon"] else None,
    )
