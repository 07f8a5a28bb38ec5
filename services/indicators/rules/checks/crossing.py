"""The rules a form has between its cells."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.indicators.checks import Severity
from contracts.indicators.forms import FindingSeverity, FormRule
from services.indicators.rules.checks.question import Finding, Question
from services.indicators.rules.expressions.reading import read_condition
from services.indicators.rules.expressions.tree import (
    Comparison,
    Condition,
    Numbers,
    Part,
    Ref,
    Slack,
    Unanswerable,
    holds,
    number_of,
    refs_of,
)

PREFIX = "form."


def broken_rules(question: Question) -> Iterator[Finding]:
    """What the form's own rules find; a rule is silent while a cell it names is empty."""
    for rule in question.form.terms.rules:
        condition = read_condition(rule.check)
        slack = Slack(rule.tolerance or Decimal(), rule.tolerance_percent or Decimal())
        try:
            if rule.when is not None and not holds(read_condition(rule.when), _numbers(question)):
                continue
            if holds(condition, _numbers(question), slack):
                continue
        except Unanswerable:
            continue
        yield _finding(question, rule, condition, slack)


def _finding(question: Question, rule: FormRule, condition: Condition, slack: Slack) -> Finding:
    refs = list(dict.fromkeys((ref.code, _field(ref)) for ref in refs_of(condition)))
    refs.sort(key=lambda place: not question.is_asked(place[0]))
    value = lower = upper = None
    if isinstance(condition, Comparison):
        value, other = number_of(condition.left, _numbers(question)), number_of(condition.right, _numbers(question))
        granted = slack.between(value, other)
        lower = other - granted if condition.sign in ("=", ">=", ">") else None
        upper = other + granted if condition.sign in ("=", "<=", "<") else None
    is_error = rule.severity is FindingSeverity.ERROR
    (code, field), *others = refs
    return Finding(
        Severity.ERROR if is_error else Severity.WARNING,
        f"{PREFIX}{rule.key}",
        code,
        rule.message,
        field=field,
        must_explain=rule.must_explain and not is_error,
        value=value,
        lower=lower,
        upper=upper,
        others=tuple(others),
    )


def _numbers(question: Question) -> Numbers:
    return lambda ref: question.number(ref.code, ref.part)


def _field(ref: Ref) -> str:
    return "" if ref.part is Part.VALUE else ref.part.value
