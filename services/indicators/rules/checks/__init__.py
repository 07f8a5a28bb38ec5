"""Checks (kiểm tra số liệu): one pure function over a form, its cells and what they are held against.

To add a rule, write a function from `Question` to findings, name it in `CHECKS` and give it a name in `reports.NAMES`.
"""

from contracts.indicators.checks import Severity
from services.indicators.rules.checks.changes import fallen_totals, great_changes, unchanged_numbers
from services.indicators.rules.checks.crossing import broken_rules
from services.indicators.rules.checks.denominators import changed_denominators, unlike_denominators
from services.indicators.rules.checks.entries import emptied_corrections, missing_numbers, wrong_numbers
from services.indicators.rules.checks.outliers import outliers_among_units, outliers_in_time, unapplied_checks
from services.indicators.rules.checks.question import Check, Finding, Past, Question, Unapplied
from services.indicators.rules.checks.ranges import implausible_numbers, missing_evidence
from services.indicators.rules.checks.reports import report_of, unexplained

CHECKS: tuple[Check, ...] = (
    missing_numbers,
    emptied_corrections,
    wrong_numbers,
    missing_evidence,
    fallen_totals,
    unlike_denominators,
    broken_rules,
    implausible_numbers,
    changed_denominators,
    great_changes,
    outliers_in_time,
    outliers_among_units,
    unchanged_numbers,
)
_ORDER = tuple(Severity)

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "Past",
    "Question",
    "Unapplied",
    "check",
    "report_of",
    "unapplied_checks",
    "unexplained",
]


def check(question: Question) -> list[Finding]:
    """Everything found of the cells that are asked for, worst first, then in the order of the form."""
    places = {code: place for place, code in enumerate(question.form.items)}
    found = [finding for rule in CHECKS for finding in rule(question) if any(map(question.is_asked, finding.codes))]
    return sorted(found, key=lambda one: (_ORDER.index(one.severity), places.get(one.indicator, len(places))))
