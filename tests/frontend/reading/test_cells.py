"""Boxes of a grid: what they hold is typed again, so it is written as a keyboard writes it."""

from decimal import Decimal

from frontend.reading.cells import number_in


def test_a_negative_number_in_a_box_has_the_minus_of_a_keyboard() -> None:
    assert number_in(Decimal("-1234.5")) == "-1.234,5"
