"""Checks of denominators: against the number they must equal, and against the period before."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.indicators.checks import Severity
from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.forms import FindingSeverity
from kit.numbers import write_number
from services.indicators.rules.checks.changes import is_beyond, limits_of, percent_changed, said_change
from services.indicators.rules.checks.question import Finding, Question
from services.indicators.rules.expressions.tree import Part, Slack

FIELD = "denominator"


def unlike_denominators(question: Question) -> Iterator[Finding]:
    """Denominators that are not the number they must equal."""
    for code, item in question.form.items.items():
        given, reference = question.number(code, Part.DENOMINATOR), item.denominator
        if reference is None or given is None:
            continue
        named = _named(question, reference.like)
        if named is None:
            continue
        expected, place = named
        tolerance = reference.tolerance or Decimal()
        granted = Slack(percent=tolerance).between(given, expected)
        if abs(given - expected) <= granted:
            continue
        near = f" (sai lệch cho phép {write_number(tolerance)}%)" if tolerance else ""
        message = f"Mẫu số {write_number(given)} khác {place} là {write_number(expected)}{near}."
        is_error = reference.severity is FindingSeverity.ERROR
        yield Finding(
            Severity.ERROR if is_error else Severity.WARNING,
            "denominator",
            code,
            message,
            field=FIELD,
            must_explain=not is_error,
            value=given,
            lower=expected - granted,
            upper=expected + granted,
            others=_others(question, reference.like),
        )


def changed_denominators(question: Question) -> Iterator[Finding]:
    """Warnings to be explained for denominators that changed more than the form lets pass."""
    for code in question.form.items:
        limit = limits_of(question.form, code).denominator
        given, past = question.number(code, Part.DENOMINATOR), question.past(code, question.period.previous())
        if limit is None or given is None or past is None or past.denominator is None:
            continue
        if is_beyond(given, past.denominator, limit):
            share = percent_changed(given, past.denominator)
            message = f"Mẫu số {said_change(share, past.denominator, past.period, limit)}"
            margin = past.denominator * limit / 100
            yield Finding(
                Severity.WARNING,
                "denominator_change",
                code,
                message,
                field=FIELD,
                must_explain=True,
                value=given,
                lower=past.denominator - margin,
                upper=past.denominator + margin,
            )


def _named(question: Question, like: str) -> tuple[Decimal, str] | None:
    """The number meant, and how it is called: of this submission, else the newest published one."""
    rule = question.rules.get(like)
    if rule is None:
        return None
    is_ratio = rule.kind is IndicatorKind.RATIO
    called = f"mẫu số của {like}" if is_ratio else like
    if like in question.form.items:
        here = question.number(like, Part.DENOMINATOR if is_ratio else Part.VALUE)
        return None if here is None else (here, called)
    past = next(iter(question.history.get(like, ())), None)
    number = None if past is None else past.denominator if is_ratio else past.value
    return None if past is None or number is None else (number, f"{called} đã công bố {past.period.label}")


def _others(question: Question, like: str) -> tuple[tuple[str, str], ...]:
    if like not in question.form.items:
        return ()
    return ((like, FIELD if question.rules[like].kind is IndicatorKind.RATIO else ""),)
