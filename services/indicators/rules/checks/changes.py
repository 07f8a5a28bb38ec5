"""Checks of a number against its own past: what may not fall, what changed much, what never changes."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.indicators.checks import Severity
from contracts.indicators.forms import ChangeLimits
from contracts.periods import Period
from kit.numbers import round_half_up, write_number
from services.indicators.rules.checks.question import Finding, Question
from services.indicators.rules.expressions.tree import Part
from services.indicators.rules.forms.form import KnownForm

_NO_LIMITS = ChangeLimits()


def limits_of(form: KnownForm, code: str) -> ChangeLimits:
    """What may change of an indicator: as its line says, and where that is silent, as the form says."""
    own, of_all = form.items[code].change or _NO_LIMITS, form.terms.change or _NO_LIMITS
    return of_all.model_copy(update={name: limit for name, limit in own if limit is not None})


def is_beyond(number: Decimal, before: Decimal, limit: Decimal) -> bool:
    """Whether a number is further from the one before than so many per cent of it; from 0 every step is."""
    return abs(number - before) * 100 > abs(before) * limit


def percent_changed(number: Decimal, before: Decimal) -> Decimal | None:
    """By how many per cent it changed, None from 0."""
    return (number - before) * 100 / abs(before) if before else None


def said_change(share: Decimal | None, before: Decimal, period: Period, limit: Decimal) -> str:
    """A change in words, after what it is that changed."""
    if share is None:
        return f"khác 0, trong khi {period.label} là 0. Hãy kiểm tra lại, hoặc giải trình."
    verb, much = "tăng" if share > 0 else "giảm", write_number(round_half_up(abs(share), 1))
    before_told = write_number(before)
    return (
        f"{verb} {much}% so với {period.label} ({before_told}), quá mức {write_number(limit)}%. "
        "Hãy kiểm tra lại, hoặc giải trình."
    )


def fallen_totals(question: Question) -> Iterator[Finding]:
    """Errors for cumulative numbers below the newest one published before."""
    for code, item in question.form.items.items():
        number = question.number(code)
        past = next((one for one in question.history.get(code, ()) if one.value is not None), None)
        if not item.cumulative or number is None or past is None or past.value is None or number >= past.value:
            continue
        message = (
            f"Số luỹ kế {write_number(number)} thấp hơn {past.period.label} ({write_number(past.value)}). "
            "Nếu số trước sai, hãy sửa số đã công bố của kỳ đó trước."
        )
        yield Finding(Severity.ERROR, "cumulative", code, message, value=number, lower=past.value)


def great_changes(question: Question) -> Iterator[Finding]:
    """Warnings to be explained for numbers that changed more than the form lets pass."""
    for code in question.form.items:
        number, limits = question.number(code), limits_of(question.form, code)
        for rule, limit, period in (
            ("change", limits.previous, question.period.previous()),
            ("change_year", limits.last_year, question.period.same_of_last_year()),
        ):
            past = question.past(code, period)
            if number is None or limit is None or past is None or past.value is None:
                continue
            if is_beyond(number, past.value, limit):
                margin = abs(past.value) * limit / 100
                message = said_change(percent_changed(number, past.value), past.value, period, limit)
                yield Finding(
                    Severity.WARNING,
                    rule,
                    code,
                    f"Số này {message}",
                    must_explain=True,
                    value=number,
                    lower=past.value - margin,
                    upper=past.value + margin,
                )


def unchanged_numbers(question: Question) -> Iterator[Finding]:
    """Notes for numbers that equal, part by part, those of several periods just before; not where they are full."""
    times = question.form.terms.unchanged
    for code in question.form.items:
        number, rule = question.number(code), question.rules.get(code)
        if number is None or rule is None or number == rule.maximum:
            continue
        period, same = question.period, 0
        while same < times:
            period = period.previous()
            if not _is_same(question, code, period):
                break
            same += 1
        if same == times:
            message = f"Giữ nguyên {times} kỳ liên tiếp: đúng bằng số của {times} kỳ liền trước."
            yield Finding(Severity.NOTE, "unchanged", code, message, value=number)


def _is_same(question: Question, code: str, period: Period) -> bool:
    past = question.past(code, period)
    if past is None:
        return False
    parts = (question.number(code, Part.NUMERATOR), question.number(code, Part.DENOMINATOR))
    if None not in parts and past.numerator is not None:
        return parts == (past.numerator, past.denominator)
    return past.value == question.number(code)
