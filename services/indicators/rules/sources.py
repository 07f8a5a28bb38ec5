"""What may be recorded of a source, and how its words stand beside a published number."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.sources import ObservationCreate, SourceKind
from contracts.indicators.values import Source
from kit.numbers import round_half_up
from services.indicators.rules.values import IndicatorRule

OFFICIAL = frozenset({SourceKind.INSTRUMENT, SourceKind.REPORT, SourceKind.SYSTEM})
"""Sources that answer for what they say; of the others somebody looks first whether they say it."""


def awaits_review(kind: SourceKind, *, by_chooser: bool) -> bool:
    """Whether what is recorded waits until somebody who may choose between sources has looked at it."""
    return not by_chooser and kind not in OFFICIAL


def faults_of(given: ObservationCreate) -> Iterator[tuple[str, str]]:
    """Field and reason of what is wrong with an observation by itself."""
    has_parts = given.numerator is not None or given.denominator is not None
    if (given.indicator is None) != (given.period is None):
        yield "period" if given.period is None else "indicator", "Chỉ tiêu và kỳ phải cùng có hoặc cùng không."
    if given.indicator is None:
        if given.measure is None:
            yield "measure", "Hãy ghi nội dung đo, vì không có mã chỉ tiêu."
        if given.value is None and given.said is None and not has_parts:
            yield "value", "Hãy ghi số, hoặc lời của nguồn vào ô giá trị bằng lời."
        if has_parts and (given.numerator is None or given.denominator is None):
            yield "denominator" if given.denominator is None else "numerator", "Thiếu tử số hoặc mẫu số."


def publishable(value: Decimal | None, rule: IndicatorRule) -> Decimal | None:
    """A source may be more exact than the indicator keeps: then it is rounded; half a person stays wrong."""
    is_rounded = rule.kind not in (IndicatorKind.COUNT, IndicatorKind.YES_NO)
    return round_half_up(value, rule.decimals) if value is not None and is_rounded else value


def published_as(kind: str) -> Source:
    """What a value is published as that was chosen from a source of this kind."""
    return Source.API if kind == SourceKind.SYSTEM else Source.DOCUMENT


def words_of(quote: str | None, source: str, place: str | None = None) -> str:
    """The words of a source as they stand beside a published number: `“…”. Báo cáo tháng 9 (12/BC-UBND)`."""
    told = f"“{quote}”. {source}" if quote else source
    return f"{told} ({place})" if place and place not in told else told
