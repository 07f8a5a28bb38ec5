"""Versions of a framework: which are of one line, whom one succeeds, and until when the one before is in force."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from services.indicators.rules.fields import FileProblem
from services.indicators.rules.framework import Framework

Line = tuple[str, str, str, str]


def line_of(framework: Framework) -> Line:
    """What may be in force only once at a time: one line of an issuer for a level, a class of units and an area."""
    return framework.line or framework.issuer.by, framework.level.value, framework.unit_class, framework.area


def until(framework: Framework, others: Iterable[Framework]) -> date | None:
    """Its last day: its own, or the eve of the first day of whoever succeeds it."""
    ends = [other.valid_from - timedelta(days=1) for other in others if other.succeeds == framework.code]
    return min([*ends, *([framework.valid_to] if framework.valid_to else [])], default=None)


def closed(framework: Framework, others: Iterable[Framework]) -> Framework:
    """The framework with its last day as it follows from who succeeds it."""
    last = until(framework, others)
    return framework if last == framework.valid_to else replace(framework, valid_to=last)


def succession_faults(framework: Framework, others: Iterable[Framework]) -> list[FileProblem]:
    """Why it cannot stand beside the others: an unknown or unfit predecessor, or two in force in one line."""
    beside = {other.code: other for other in others if other.code != framework.code}
    problems = []
    if framework.succeeds is not None:
        before = beside.get(framework.succeeds)
        if before is None:
            return [FileProblem("succeeds", f"Không có bộ tiêu chí “{framework.succeeds}” để kế thừa.")]
        problems += _unfit(framework, before, beside.values())
    after = [other for other in beside.values() if other.succeeds == framework.code]
    problems += [
        FileProblem("valid_from", f"Phải trước ngày {_day(other.valid_from)}, khi {other.code} kế thừa có hiệu lực.")
        for other in after
        if other.valid_from <= framework.valid_from
    ]
    together = [framework, *beside.values()]
    own = closed(framework, together)
    problems += [
        FileProblem("valid_from", f"Cùng hiệu lực với {other.code} ({_days(other)}) trong một dòng: {_line(own)}.")
        for other in (closed(other, together) for other in beside.values())
        if line_of(other) == line_of(own) and overlap(own, other)
    ]
    return problems


def overlap(one: Framework, other: Framework) -> bool:
    """Whether there is a day on which both are in force."""
    first = max(one.valid_from, other.valid_from)
    return all(last is None or first <= last for last in (one.valid_to, other.valid_to))


def _unfit(framework: Framework, before: Framework, beside: Iterable[Framework]) -> list[FileProblem]:
    problems = []
    if before.level != framework.level:
        problems.append(FileProblem("succeeds", f"{before.code} dành cho cấp khác."))
    if framework.valid_from <= before.valid_from:
        told = f"Phải sau ngày {before.code} có hiệu lực ({_day(before.valid_from)})."
        problems.append(FileProblem("valid_from", told))
    rivals = [other.code for other in beside if other.succeeds == before.code]
    if rivals:
        problems.append(FileProblem("succeeds", f"{before.code} đã được {rivals[0]} kế thừa."))
    known = {node.code for node in before.walk()}
    problems += [
        FileProblem("carries", f"{before.code} không có mục “{old}” để mục {new} kế thừa.")
        for new, old in framework.carries.items()
        if old not in known
    ]
    return problems


def _line(framework: Framework) -> str:
    return f"{framework.line or framework.issuer.by}, {framework.unit_class}, {framework.area}"


def _days(framework: Framework) -> str:
    last = f"đến {_day(framework.valid_to)}" if framework.valid_to else "không ghi ngày hết hiệu lực"
    return f"từ {_day(framework.valid_from)}, {last}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
