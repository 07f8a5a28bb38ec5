"""What is wrong with the terms of a target: field by field, in words for the person who typed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.targets import Baseline, Comparator, Milestone, TargetTerms, Trajectory
from contracts.periods import Period
from services.indicators.rules.targets.paths import moment
from services.indicators.rules.targets.wording import Measured


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field, as a JSON pointer without its slash, and what is wrong with it."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the figures of the indicator may be, and how they read."""

    measured: Measured
    low: Decimal | None = None
    high: Decimal | None = None


def faults_of(terms: TargetTerms, limits: Limits | None) -> list[Wrong]:
    """Everything that is wrong; `limits` are the indicator's, None without one."""
    return [*_words(terms), *_values(terms), *_way(terms), *(_bounds(terms, limits) if limits else ())]


def _words(terms: TargetTerms) -> Iterator[Wrong]:
    if terms.indicator is None:
        if terms.measure is None:
            yield Wrong("measure", "Hãy chọn chỉ tiêu đo, hoặc ghi bằng lời đo cái gì.")
        if terms.unit is None and terms.comparator is not Comparator.TEXT:
            yield Wrong("unit", "Chưa có chỉ tiêu đo thì phải ghi đơn vị tính.")


def _values(terms: TargetTerms) -> Iterator[Wrong]:
    match terms.comparator:
        case Comparator.TEXT:
            if not terms.text:
                yield Wrong("text", "Hãy ghi mục tiêu bằng lời.")
            if terms.value is not None or terms.value_to is not None:
                yield Wrong("value", "Mục tiêu bằng lời thì không ghi số.")
        case Comparator.RANGE:
            if terms.value is None:
                yield Wrong("value", "Hãy ghi mức thấp của khoảng.")
            if terms.value_to is None:
                yield Wrong("value_to", "Hãy ghi mức cao của khoảng.")
            elif terms.value is not None and terms.value_to <= terms.value:
                yield Wrong("value_to", "Mức cao phải lớn hơn mức thấp.")
        case _:
            if terms.value is None:
                yield Wrong("value", "Hãy ghi mức phải đạt.")
            if terms.value_to is not None:
                yield Wrong("value_to", "Chỉ khoảng mới có mức cao.")


def _way(terms: TargetTerms) -> Iterator[Wrong]:
    horizon = Period.parse(terms.horizon)
    if terms.trajectory is Trajectory.LINEAR and terms.baseline is None:
        yield Wrong("baseline", "Lộ trình tăng đều cần mức xuất phát và kỳ của nó.")
    if terms.trajectory is Trajectory.MILESTONES and not terms.milestones:
        yield Wrong("milestones", "Hãy ghi ít nhất một mốc, mỗi dòng một mốc, ví dụ 2027: 60.")
    if terms.trajectory is not Trajectory.NONE and terms.comparator is Comparator.TEXT:
        yield Wrong("trajectory", "Mục tiêu bằng lời không có lộ trình bằng số.")
    if terms.baseline is not None and moment(Period.parse(terms.baseline.period)) >= moment(horizon):
        yield Wrong("baseline/period", f"Kỳ xuất phát phải trước {horizon.label}.")
    for place, milestone in enumerate(terms.milestones):
        yield from _milestone(place, milestone, horizon, terms.baseline, terms.milestones[:place])


def _milestone(
    place: int, one: Milestone, horizon: Period, baseline: Baseline | None, before: list[Milestone]
) -> Iterator[Wrong]:
    at = moment(Period.parse(one.period))
    field = f"milestones/{place}/period"
    if at > moment(horizon):
        yield Wrong(field, f"Mốc {one.period} sau {horizon.label}.")
    if baseline is not None and at <= moment(Period.parse(baseline.period)):
        yield Wrong(field, f"Mốc {one.period} không sau kỳ xuất phát {baseline.period}.")
    if any(moment(Period.parse(other.period)) == at for other in before):
        yield Wrong(field, f"Mốc {one.period} trùng với một mốc khác.")


def _bounds(terms: TargetTerms, limits: Limits) -> Iterator[Wrong]:
    given = [("value", terms.value), ("value_to", terms.value_to)]
    given += [("baseline/value", terms.baseline.value)] if terms.baseline else []
    given += [(f"milestones/{place}/value", one.value) for place, one in enumerate(terms.milestones)]
    for field, value in given:
        if value is not None and limits.low is not None and value < limits.low:
            yield Wrong(field, f"Nhỏ hơn giá trị nhỏ nhất của chỉ tiêu ({limits.measured.told(limits.low)}).")
        if value is not None and limits.high is not None and value > limits.high:
            yield Wrong(field, f"Lớn hơn giá trị lớn nhất của chỉ tiêu ({limits.measured.told(limits.high)}).")
