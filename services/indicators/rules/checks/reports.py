"""Findings as the public interface shows them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contracts.indicators.checks import CellPlace, CheckReport, CheckResult, MethodBounds, Severity, UnappliedCheck
from kit.numbers import round_half_up
from services.indicators.rules.checks.crossing import PREFIX
from services.indicators.rules.checks.question import Finding, Question, Unapplied
from services.indicators.rules.submissions.cells import Cell

NAMES: Mapping[str, str] = {
    "required": "Số bắt buộc",
    "value": "Giới hạn của chỉ tiêu",
    "evidence": "Minh chứng bắt buộc",
    "cumulative": "Số luỹ kế không giảm",
    "denominator": "Mẫu số phải bằng",
    "plausible": "Khoảng hợp lý",
    "denominator_change": "Mẫu số thay đổi",
    "change": "Thay đổi so với kỳ trước",
    "change_year": "Thay đổi so với cùng kỳ năm trước",
    "outlier_history": "Bất thường so với các kỳ trước",
    "outlier_peers": "Bất thường so với đơn vị khác",
    "unchanged": "Giữ nguyên nhiều kỳ",
}
OF_FORM = "Quy tắc của biểu mẫu"
_DIGITS = 6
"""So many decimals of computed bounds are told."""


def unexplained(findings: Iterable[Finding], cells: Mapping[str, Cell]) -> list[Finding]:
    """What must be explained and is not."""
    return [found for found in findings if found.must_explain and not found.is_explained(cells)]


def report_of(findings: Sequence[Finding], question: Question, unapplied: Iterable[Unapplied] = ()) -> CheckReport:
    """The findings with what was said of them, and the checks that could not be made."""
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    return CheckReport(
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        unexplained=len(unexplained(findings, question.cells)),
        results=[_result(finding, question.cells) for finding in findings],
        unapplied=[
            UnappliedCheck(rule=one.rule, name=name_of(one.rule), indicator=one.indicator, reason=one.reason)
            for one in unapplied
        ],
    )


def name_of(rule: str) -> str:
    """What a rule is called."""
    return OF_FORM if rule.startswith(PREFIX) else NAMES[rule]


def _result(finding: Finding, cells: Mapping[str, Cell]) -> CheckResult:
    said = [cell.explanation for code in finding.codes if (cell := cells.get(code)) is not None and cell.explanation]
    return CheckResult(
        severity=finding.severity,
        rule=finding.rule,
        name=name_of(finding.rule),
        indicator=finding.indicator,
        field=finding.field,
        cells=[
            CellPlace(indicator=code, field=field)
            for code, field in ((finding.indicator, finding.field), *finding.others)
        ],
        message=finding.message,
        value=finding.value,
        lower=None if finding.lower is None else short(finding.lower),
        upper=None if finding.upper is None else short(finding.upper),
        methods=[
            MethodBounds(
                method=found.method, score=short(found.score), lower=short(found.lower), upper=short(found.upper)
            )
            for found in finding.methods
        ],
        must_explain=finding.must_explain,
        explained=bool(said),
        explanation=said[0] if said else None,
    )


def short(number: Decimal) -> Decimal:
    """A computed number with the decimals it is told with."""
    return round_half_up(number, _DIGITS)
