"""How an incarnation of an area is named: level, official code, and the year it came into force."""

from collections.abc import Sequence
from datetime import date

from contracts.directory import AreaLevel

NATION = "VN"
EARLIEST = date(2004, 1, 1)
"""Stands for "since the code system began (QĐ 124/2004/QĐ-TTg), or earlier"."""
REFORM = date(2025, 7, 1)
"""Two levels instead of three (NQ 202/2025/QH15): every unit in force since is a new incarnation."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def level_of(area_id: str) -> AreaLevel:
    """The level an id speaks of."""
    return AreaLevel.NATION if area_id == NATION else AreaLevel(area_id[0])


def area_ids(level: AreaLevel, code: str, starts: Sequence[date]) -> list[str]:
    """The ids of one code's incarnations, which came into force on `starts` (ascending).

    A year taken twice: the unit of the reform keeps the plain year, else the first does; the others get a letter in
    their order.
    """
    ids = []
    for start in starts:
        same_year = [other for other in starts if other.year == start.year]
        plain = REFORM if REFORM in same_year else same_year[0]
        others = [other for other in same_year if other != plain]
        letter = "" if start == plain else _LETTERS[others.index(start)]
        ids.append(f"{level.value}{code}-{start.year}{letter}")
    return ids
