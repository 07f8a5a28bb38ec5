"""Checks (kiểm tra số liệu): one pure function over a form, its cells and what was published of them before.

To add a rule, write a function from `Question` to findings and name it in `CHECKS`.
"""

from collections.abc import Mapping, Sequence

from contracts.indicators.checks import CheckReport, CheckResult, Severity
from services.indicators.rules.checks.entries import missing_numbers, wrong_numbers
from services.indicators.rules.checks.question import Check, Finding, Past, Question
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.values import IndicatorRule

CHECKS: tuple[Check, ...] = (missing_numbers, wrong_numbers)
_ORDER = tuple(Severity)

__all__ = ["CHECKS", "Check", "Finding", "Past", "Question", "check", "report_of"]


def check(
    form: KnownForm,
    cells: Mapping[str, Cell],
    history: Mapping[str, Sequence[Past]],
    rules: Mapping[str, IndicatorRule],
) -> list[Finding]:
    """Everything found, worst first, then in the order of the form.

    `history` has by indicator the published values of up to twelve periods before, newest first; `rules` what each
    indicator of the form asks of its values.
    """
    question = Question(form, cells, history, rules)
    places = {code: place for place, code in enumerate(form.items)}
    found = [finding for rule in CHECKS for finding in rule(question)]
    return sorted(found, key=lambda one: (_ORDER.index(one.severity), places.get(one.indicator, len(places))))


def report_of(findings: Sequence[Finding], cells: Mapping[str, Cell]) -> CheckReport:
    """The findings as the public interface shows them."""
    results = [_result(finding, cells) for finding in findings]
    counts = {severity: sum(one.severity is severity for one in results) for severity in Severity}
    return CheckReport(
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        unexplained=sum(one.must_explain and not one.explained for one in results),
        results=results,
    )


def _result(finding: Finding, cells: Mapping[str, Cell]) -> CheckResult:
    cell = cells.get(finding.indicator)
    return CheckResult(
        severity=finding.severity,
        rule=finding.rule,
        indicator=finding.indicator,
        field=finding.field,
        message=finding.message,
        must_explain=finding.must_explain,
        explained=cell is not None and cell.explanation is not None,
    )
