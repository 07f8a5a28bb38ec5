"""Merged cells (ô gộp) in a table: where they take the place of a code or a number, nobody can tell whose it is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice

from kit.shapes import Fault
from services.indicators.workbooks.headers import Table
from services.indicators.workbooks.layout import Merged
from services.indicators.workbooks.refusal import cell_pointer

_MOST = 100
_DETAIL = (
    "Các ô {name} bị gộp nên không rõ số thuộc ô nào. Hãy bỏ gộp ô (Home → Merge & Center → Unmerge Cells), nhập từng ô"
    " rồi gửi lại."
)


@dataclass(frozen=True, slots=True)
class MergedFaults:
    """What merged cells spoil: the faults, and the rows that need no other."""

    faults: list[Fault]
    rows: set[int]


def find_merged(table: Table, numbers: Collection[str], code: str, is_entry: Callable[[str], bool]) -> MergedFaults:
    """Names each filled range that stands in the way of a number.

    Within one row only of a criterion (`is_entry` of its code): bands of groups are merged for their looks.
    """
    columns = {field: column for field, column in table.columns.items() if field in numbers or field == code}
    wanted = [columns[field] for field in numbers if field in columns]

    def spoils(merged: Merged) -> bool:
        row, column = merged.first
        if row <= table.heading_row or column not in table.grid.rows.get(row, {}):
            return False
        if len(merged.rows) > 1:
            return merged.crosses(columns.values())
        named = table.grid.rows[row].get(columns[code])
        return merged.crosses(wanted) and named is not None and is_entry(named.text)

    found = MergedFaults([], set())
    for merged in islice(filter(spoils, table.grid.layout.merged), _MOST):
        pointer = cell_pointer(table.grid.name, merged.name)
        found.faults.append(Fault(pointer=pointer, detail=_DETAIL.format(name=merged.name)))
        found.rows.update(row for row in table.grid.rows if row in merged.rows)
    return found
