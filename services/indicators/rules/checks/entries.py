"""Checks of a cell by itself: a required number is there, and every number may be saved."""

from collections.abc import Iterator

from contracts.indicators.checks import Severity
from services.indicators.rules.checks.question import Finding, Question
from services.indicators.rules.values import GivenValue, check_value


def missing_numbers(question: Question) -> Iterator[Finding]:
    """Errors for required cells without a number."""
    for code, item in question.form.items.items():
        cell = question.cells.get(code)
        if item.required and (cell is None or not cell.has_number):
            yield Finding(Severity.ERROR, "required", code, "Chỉ tiêu bắt buộc chưa có số liệu.")


def emptied_corrections(question: Question) -> Iterator[Finding]:
    """Errors for published numbers that a correction left empty: a number is corrected, never made to vanish."""
    for code, item in question.form.items.items():
        cell = question.cells.get(code)
        if cell is not None and cell.correction_reason is not None and not cell.has_number and not item.required:
            yield Finding(Severity.ERROR, "correction", code, "Số đang sửa không được để trống.")


def wrong_numbers(question: Question) -> Iterator[Finding]:
    """Errors for numbers that cannot be saved as a value of their indicator."""
    for code in question.form.items:
        cell, rule = question.cells.get(code), question.rules.get(code)
        if cell is None or rule is None or not cell.has_number:
            continue
        for problem in check_value(rule, GivenValue(cell.value, cell.numerator, cell.denominator)):
            yield Finding(Severity.ERROR, "value", code, problem.detail, field=problem.field)
