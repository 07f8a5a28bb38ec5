"""Numbers that stand apart from their unit's past, or from other units: two methods must be answered, one is told."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from contracts.indicators.checks import OutlierMethod, Severity
from contracts.indicators.definitions import IndicatorKind
from kit.numbers import round_half_up, write_number
from services.indicators.rules.checks.question import Finding, Question, Unapplied
from services.indicators.rules.checks.spread import EMPTY, LEAST_POINTS, Bounds, Sample, outlying
from services.indicators.rules.values import IndicatorRule

AGREEING = 2
"""So many methods must agree before a number has to be explained."""
METHOD_NAMES = {
    OutlierMethod.Z_SCORE: "điểm z",
    OutlierMethod.MODIFIED_Z: "điểm z theo trung vị",
    OutlierMethod.TUKEY: "hàng rào Tukey",
}
COMPARABLE = (IndicatorKind.RATIO, IndicatorKind.SCORE)
"""Counts and amounts go by the size of a unit: between units they are not compared."""
FURTHEST = 12
"""So many periods before its own a number is held against."""
_PAST, _OTHERS = "kỳ trước", "đơn vị khác"
HISTORY, PEERS = "outlier_history", "outlier_peers"


def outliers_in_time(question: Question) -> Iterator[Finding]:
    """Numbers that stand apart from the unit's own past; a cumulative one by what was added since the period before."""
    for code, item in question.form.items.items():
        number, rule = question.number(code), question.rules.get(code)
        if number is None or rule is None or rule.kind is IndicatorKind.YES_NO:
            continue
        judged, sample = own_series(number, _before(question, code), cumulative=item.cumulative)
        if judged is not None:
            what = "Mức tăng" if item.cumulative else "Số này"
            methods = outlying(sample, judged)
            yield from _found(HISTORY, code, judged, methods, rule, what, f"{len(sample)} {_PAST}")


def outliers_among_units(question: Question) -> Iterator[Finding]:
    """Ratios and scores that stand apart from the newest ones of the other units."""
    for code in question.form.items:
        number, rule, sample = question.number(code), question.rules.get(code), question.peers.get(code, EMPTY)
        if number is not None and rule is not None and rule.kind in COMPARABLE:
            methods = outlying(sample, number)
            yield from _found(PEERS, code, number, methods, rule, "Số này", f"{len(sample)} {_OTHERS}")


def unapplied_checks(question: Question) -> Iterator[Unapplied]:
    """Comparisons that say nothing of a number: too few points, or none that differs."""
    for code, item in question.form.items.items():
        number, rule = question.number(code), question.rules.get(code)
        if number is None or rule is None or rule.kind is IndicatorKind.YES_NO or not question.is_asked(code):
            continue
        judged, sample = own_series(number, _before(question, code), cumulative=item.cumulative)
        reason = why_silent(sample, _PAST) if judged is not None else "Chưa có số của kỳ liền trước để tính mức tăng."
        if reason:
            yield Unapplied(HISTORY, code, reason)
        reason = why_silent(question.peers.get(code, EMPTY), _OTHERS) if rule.kind in COMPARABLE else None
        if reason:
            yield Unapplied(PEERS, code, reason)


def why_silent(sample: Sample, what: str) -> str | None:
    """Why a sample tells nothing, None when it does."""
    if len(sample) < LEAST_POINTS:
        return f"Mới có {len(sample)} {what}, cần ít nhất {LEAST_POINTS}."
    return None if sample.has_spread else f"Cả {len(sample)} {what} bằng nhau nên không có độ phân tán để so."


def own_series(number: Decimal, before: Mapping[int, Decimal], *, cumulative: bool) -> tuple[Decimal | None, Sample]:
    """What is judged, and what it is held against: the values before, or what each period added to the one before.

    `before` has the values by how many periods before they were.
    """
    if not cumulative:
        return number, Sample.of(before.values())
    added = [value - before[back + 1] for back, value in before.items() if back + 1 in before]
    return (number - before[1] if 1 in before else None), Sample.of(added)


def must_be_explained(methods: Sequence[Bounds]) -> bool:
    """Whether enough methods agree."""
    return len(methods) >= AGREEING


def _before(question: Question, code: str) -> dict[int, Decimal]:
    values = {past.period: past.value for past in question.history.get(code, ())}
    period, found = question.period, {}
    for back in range(1, FURTHEST + 1):
        period = period.previous()
        value = values.get(period)
        if value is not None:
            found[back] = value
    return found


def _found(
    rule: str, code: str, number: Decimal, methods: tuple[Bounds, ...], known: IndicatorRule, what: str, told: str
) -> Iterator[Finding]:
    if not methods:
        return
    firm = must_be_explained(methods)
    lower, upper = max(found.lower for found in methods), min(found.upper for found in methods)
    low, high = (write_number(round_half_up(bound, known.decimals + 1)) for bound in (lower, upper))
    names = ", ".join(_said(found) for found in methods)
    ending = "Hãy kiểm tra lại, hoặc giải trình." if firm else "Nên kiểm tra lại."
    yield Finding(
        Severity.WARNING if firm else Severity.NOTE,
        rule,
        code,
        f"{what} {write_number(number)} khác thường so với {told} (thường từ {low} đến {high}), theo {names}. {ending}",
        must_explain=firm,
        value=number,
        lower=lower,
        upper=upper,
        methods=methods,
    )


def _said(found: Bounds) -> str:
    name = f"{METHOD_NAMES[found.method]} {write_number(round_half_up(found.score, 2))}"
    return f"{name} (rất xa)" if found.is_far else name
