"""A figure in words: the number with its unit and exactness, how it changed, where its proof stands."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.definitions import Aggregation, Direction, Indicator, IndicatorKind
from contracts.indicators.values import Figure, FigureBasis, OtherSource, Qualifier, Source
from frontend.addresses import address
from frontend.formats import ABSENT, delta, delta_points, direction, trimmed
from frontend.reading.boundaries import NOW, carried_text

QUALIFIERS = {Qualifier.EXACTLY: "", Qualifier.OVER: "hơn ", Qualifier.NEARLY: "gần ", Qualifier.ESTIMATED: "khoảng "}
SOURCES = {
    Source.ENTERED: "Nhập trên hệ thống",
    Source.IMPORTED: "Nhập từ tệp Excel",
    Source.API: "Gửi qua giao diện lập trình",
    Source.DOCUMENT: "Văn bản, tài liệu đã công bố",
    Source.FEED: "Hệ thống nội bộ gửi",
    Source.ILLUSTRATIVE: "Số liệu minh hoạ",
}
YES, NO = "Có", "Không"


@dataclass(frozen=True, slots=True)
class Change:
    """A change since the period before: its text, the way it points, whether that is good (None: neither)."""

    text: str
    direction: str
    good: bool | None


def number_text(indicator: Indicator, value: Decimal | None) -> str:
    """The number as published, without its unit."""
    if value is None:
        return ABSENT
    if indicator.kind is IndicatorKind.YES_NO:
        return YES if value else NO
    return trimmed(value, indicator.decimals)


def unit_text(indicator: Indicator) -> str | None:
    """The unit to stand beside a large number."""
    return None if indicator.kind is IndicatorKind.YES_NO else indicator.unit


def value_text(indicator: Indicator, value: Decimal | None, *, unit: bool = True) -> str:
    """The number with its unit: `71,4%`, `1.356 tổ`; `unit` False keeps only the percent sign."""
    number = number_text(indicator, value)
    if value is None or indicator.kind is IndicatorKind.YES_NO:
        return number
    if is_percent(indicator):
        return f"{number}%"
    return f"{number} {indicator.unit}" if unit else number


def figure_text(indicator: Indicator, figure: Figure | None, *, unit: bool = True) -> str:
    """The headline number with how exact it is: `hơn 84%`."""
    if figure is None or figure.value is None:
        return ABSENT
    return f"{QUALIFIERS[figure.qualifier]}{value_text(indicator, figure.value, unit=unit)}"


def other_text(indicator: Indicator, other: OtherSource) -> str:
    """What another source says of a figure: `gần 45%`."""
    return f"{QUALIFIERS[other.qualifier]}{value_text(indicator, other.value)}"


def is_percent(indicator: Indicator) -> bool:
    """Whether its values are percentages."""
    return indicator.unit == "%"


def change_between(indicator: Indicator, now: Decimal | None, before: Decimal | None) -> Change | None:
    """The change of an indicator; percentages change by percentage points."""
    if now is None or before is None or indicator.kind is IndicatorKind.YES_NO:
        return None
    moved = now - before
    way = direction(moved)
    decimals = max(1, indicator.decimals)
    text = delta_points(moved, decimals) if is_percent(indicator) else delta(moved, indicator.unit, indicator.decimals)
    return Change(text, way, _is_good(indicator.direction, way))


def is_partial_sum(indicator: Indicator, figure: Figure | None) -> bool:
    """Whether a headline adds up only some of the units: beside another period it would show who reported, not more."""
    if figure is None or figure.rolled_up is None or figure.basis is not FigureBasis.ROLLED_UP:
        return False
    return indicator.aggregation is Aggregation.SUM and figure.rolled_up.units < figure.rolled_up.units_total


def _is_good(wanted: Direction, way: str) -> bool | None:
    return None if way == "flat" or wanted is Direction.NONE else way == wanted.value


def proof_href(indicator: str, area: str, period: str) -> str:
    """Where a figure explains itself."""
    return f"/chi-tieu/{indicator}/{area}/{period}"


def proof_of(figure: Figure) -> str:
    """Where this figure explains itself, by the boundaries it was read by."""
    return address(proof_href(figure.indicator, figure.area, figure.period), dg=NOW if figure.carried else None)


def detail_href(indicator: str, area: str | None = None, period: str | None = None, dg: str | None = None) -> str:
    """The page of an indicator, as it stands in an area and period."""
    return address(f"/chi-tieu/{indicator}", dv=area, ky=period, dg=dg)


def basis_text(figure: Figure) -> str:
    """Where the headline comes from: `Đơn vị báo cáo`, `Tổng hợp từ 87/99 đơn vị`, `Gộp từ 2/3 đơn vị cũ`."""
    carried = carried_text(figure)
    if carried is not None:
        return carried
    if figure.basis is FigureBasis.REPORTED or figure.rolled_up is None:
        return "Đơn vị báo cáo"
    return f"Tổng hợp từ {figure.rolled_up.units}/{figure.rolled_up.units_total} đơn vị"


def source_text(figure: Figure) -> str:
    """The source line under a figure."""
    if figure.reported is None:
        return basis_text(figure)
    return figure.reported.source_text or SOURCES[figure.reported.source]
