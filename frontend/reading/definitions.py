"""The definition of an indicator as a list of facts a reader can check."""

from contracts.indicators.definitions import Aggregation, Direction, Frequency, Indicator
from contracts.periods import PeriodRegime
from frontend.reading.targets import target_words

FREQUENCIES = {
    Frequency.YEAR: "Hằng năm",
    Frequency.HALF: "6 tháng một lần",
    Frequency.QUARTER: "Hằng quý",
    Frequency.MONTH: "Hằng tháng",
}
AGGREGATIONS = {
    Aggregation.SUM: "Cộng số liệu của các đơn vị cấp dưới",
    Aggregation.RATIO_OF_SUMS: "Tổng tử số chia tổng mẫu số của các đơn vị cấp dưới, không lấy trung bình các tỷ lệ",
    Aggregation.NONE: "Không tổng hợp: mỗi đơn vị có số riêng",
}
DIRECTIONS = {
    Direction.UP: "Càng cao càng tốt",
    Direction.DOWN: "Càng thấp càng tốt",
    Direction.NONE: "Không xét tốt xấu",
}


def facts_of(indicator: Indicator) -> list[tuple[str, str]]:
    """Term and text, in the order people ask for them."""
    target = indicator.target
    return [
        ("Định nghĩa", indicator.definition),
        ("Công thức", formula_of(indicator)),
        ("Tổng hợp lên cấp trên", AGGREGATIONS[indicator.aggregation]),
        (
            "Mục tiêu đã công bố",
            f"{target_words(indicator)} ({target.instrument})" if target else "Chưa có trong hệ thống",
        ),
        ("Chiều tốt", DIRECTIONS[indicator.direction]),
        ("Chu kỳ", f"{FREQUENCIES[indicator.frequency]}. {PeriodRegime(indicator.regime).label}"),
        ("Cơ quan chủ trì", indicator.responsible),
        ("Căn cứ pháp lý", indicator.legal_basis),
    ]


def formula_of(indicator: Indicator) -> str:
    """How one value is made."""
    if indicator.numerator_label and indicator.denominator_label:
        times = " × 100" if indicator.unit == "%" else ""
        return f"{indicator.numerator_label} ÷ {indicator.denominator_label}{times}"
    return f"Nhập trực tiếp, đơn vị tính: {indicator.unit}"
