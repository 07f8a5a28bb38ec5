"""The lineage of the data files: the reform of 01/07/2025, and Yên Bái's changes of 2024."""

from pathlib import Path

from contracts.directory import AreaLevel, Basis, Lineage, LineageKind
from services.directory.rules.identity import REFORM
from services.directory.seed.areas import DAY
from services.directory.seed.tables import CHANGED_2024, Incarnations, Record, read


def read_lineages(folder: Path) -> list[Lineage]:
    """All steps on file; two communes of 2024 have none, which the register shows as work to do."""
    known = Incarnations(folder)
    reform = [_step_of_reform(row, known) for row in read(folder, "area_changes_2025-07-01.csv")]
    changes = [_step_of_2024(row, known) for row in read(folder, "yenbai_changes_2024.csv") if row["new_code"]]
    return [*reform, *changes]


def _step_of_reform(row: Record, known: Incarnations) -> Lineage:
    kind = LineageKind(row["kind"])
    return Lineage(
        predecessor_id=known.id_on(AreaLevel(row["old_level"]), row["old_code"], REFORM - DAY),
        successor_id=known.id_on(AreaLevel(row["new_level"]), row["new_code"], REFORM),
        effective_on=REFORM,
        kind=kind,
        is_main=kind is LineageKind.WHOLE or row["main_successor"] == "1",
        basis=Basis.DECIDED,
    )


def _step_of_2024(row: Record, known: Incarnations) -> Lineage:
    return Lineage(
        predecessor_id=known.id_on(AreaLevel.COMMUNE, row["old_code"], CHANGED_2024 - DAY),
        successor_id=known.id_on(AreaLevel.COMMUNE, row["new_code"], CHANGED_2024),
        effective_on=CHANGED_2024,
        kind=LineageKind(row["kind"]),
        is_main=True,
        basis=Basis.ASSUMED,
    )
