"""The ids of incarnations."""

from datetime import date

import pytest

from contracts.directory import AreaLevel
from services.directory.rules.identity import EARLIEST, REFORM, area_ids

JANUARY, MARCH, AUTUMN = date(2025, 1, 1), date(2025, 3, 1), date(2025, 10, 1)


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([EARLIEST], ["X04264-2004"]),
        ([EARLIEST, REFORM], ["X04264-2004", "X04264-2025"]),
        ([EARLIEST, JANUARY], ["X04264-2004", "X04264-2025"]),
        ([EARLIEST, JANUARY, REFORM], ["X04264-2004", "X04264-2025a", "X04264-2025"]),
        ([JANUARY, MARCH, REFORM], ["X04264-2025a", "X04264-2025b", "X04264-2025"]),
        ([REFORM, AUTUMN], ["X04264-2025", "X04264-2025a"]),
        ([date(2030, 1, 1), date(2030, 7, 1)], ["X04264-2030", "X04264-2030a"]),
    ],
)
def test_a_letter_is_added_when_a_year_is_taken_twice_and_never_to_the_unit_of_the_reform(
    starts: list[date], expected: list[str]
) -> None:
    assert area_ids(AreaLevel.COMMUNE, "04264", starts) == expected
