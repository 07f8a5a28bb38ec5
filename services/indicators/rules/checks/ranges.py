"""Checks of a number against what its form expects: the plausible range, and the evidence that must stand behind it."""

from collections.abc import Iterator

from contracts.indicators.checks import Severity
from contracts.indicators.forms import EvidenceNeed
from kit.numbers import write_number
from services.indicators.rules.checks.question import Finding, Question


def implausible_numbers(question: Question) -> Iterator[Finding]:
    """Warnings to be explained for numbers beyond the form's plausible range."""
    for code, item in question.form.items.items():
        number = question.number(code)
        if item.plausible is None or number is None:
            continue
        low, high = item.plausible.min, item.plausible.max
        if low is not None and number < low:
            said = f"{write_number(number)} thấp hơn mức thường gặp (từ {write_number(low)})"
        elif high is not None and number > high:
            said = f"{write_number(number)} cao hơn mức thường gặp (đến {write_number(high)})"
        else:
            continue
        message = f"{said}. Hãy kiểm tra lại, hoặc giải trình."
        yield Finding(
            Severity.WARNING, "plausible", code, message, must_explain=True, value=number, lower=low, upper=high
        )


def missing_evidence(question: Question) -> Iterator[Finding]:
    """Errors for numbers that need evidence and have none."""
    for code, item in question.form.items.items():
        cell = question.cells.get(code)
        if item.evidence is not EvidenceNeed.ANY or cell is None or not cell.has_number:
            continue
        if not question.evidence.get(code):
            message = "Số này phải có ít nhất một minh chứng kèm theo."
            yield Finding(Severity.ERROR, "evidence", code, message)
