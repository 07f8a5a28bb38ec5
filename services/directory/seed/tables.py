"""Reading the data files, and what both areas and lineage need to know of the changes of 2024 in Yên Bái."""

import csv
from datetime import date
from pathlib import Path

from contracts.directory import AreaLevel
from services.directory.rules.identity import EARLIEST, REFORM, area_ids

Record = dict[str, str]

CHANGED_2024 = date(2025, 1, 1)
"""NQ 1246/NQ-UBTVQH15 was reported on 06/11/2024; the day it took effect was not found, this one is assumed."""


def read(folder: Path, name: str) -> list[Record]:
    """The rows of one file."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def renewed_codes(folder: Path) -> set[str]:
    """Codes of communes that became another commune under the same code in 2024."""
    changes = read(folder, "yenbai_changes_2024.csv")
    return {change["new_code"] for change in changes if change["new_code"] == change["old_code"]}


class Incarnations:
    """Which incarnation of a code was in force when."""

    def __init__(self, folder: Path) -> None:
        self._renewed = renewed_codes(folder)
        self._present = {(row["level"], row["code"]) for row in read(folder, "areas_from_2025-07-01.csv")}

    def id_on(self, level: AreaLevel, code: str, day: date) -> str:
        """The id of the incarnation in force on a day."""
        starts = self._starts(level, code)
        ids = area_ids(level, code, starts)
        return next(area_id for area_id, start in zip(reversed(ids), reversed(starts), strict=True) if start <= day)

    def _starts(self, level: AreaLevel, code: str) -> list[date]:
        renewed = level is AreaLevel.COMMUNE and code in self._renewed
        present = (level.value, code) in self._present
        return [EARLIEST] + [CHANGED_2024] * renewed + [REFORM] * present
