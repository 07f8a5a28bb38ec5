"""Definitions of indicators (chỉ tiêu) as a file gives them, and the order of their codes."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Self

import yaml
from pydantic import Field, TypeAdapter, model_validator

from contracts.indicators.definitions import Aggregation, Frequency, Indicator, IndicatorKind, PublishedTarget
from contracts.indicators.values import IndicatorCode
from contracts.periods import PeriodRegime
from kit.shapes import Flag, Number, Text

_DIGITS = re.compile(r"[0-9]+")


class IndicatorDefinition(Indicator):
    """One indicator of a definition file: the public contract, with defaults and what its values are checked by.

    ``per``: 100 for per cent. ``bounded``: the numerator counts a part of the denominator. ``zero_denominator``: 0/0
    may be saved, when nothing was asked.
    """

    code: IndicatorCode
    numerator_label: Text | None = None
    denominator_label: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    regime: Text = PeriodRegime.CALENDAR.value
    frequency: Frequency = Frequency.QUARTER
    target: PublishedTarget | None = None
    public: Flag = True
    per: Number = Field(default=Decimal(100), gt=0)
    bounded: Flag = False
    zero_denominator: Flag = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        ratio = self.kind is IndicatorKind.RATIO
        if ratio != (self.numerator_label is not None and self.denominator_label is not None):
            raise ValueError(f"{self.code}: tỷ lệ phải có tên tử số và mẫu số, loại khác thì không")
        if self.aggregation is Aggregation.RATIO_OF_SUMS and not ratio:
            raise ValueError(f"{self.code}: chỉ tỷ lệ mới tổng hợp bằng tổng tử số chia tổng mẫu số")
        if self.aggregation is Aggregation.SUM and ratio:
            raise ValueError(f"{self.code}: không cộng các tỷ lệ với nhau")
        if self.regime not in {regime.value for regime in PeriodRegime}:
            raise ValueError(f"{self.code}: không có chế độ kỳ “{self.regime}”")
        return self


def load_definitions(text: str) -> list[IndicatorDefinition]:
    """The indicators of a YAML file; ValueError with every fault when one is not well defined."""
    found = yaml.safe_load(text)
    definitions = TypeAdapter(list[IndicatorDefinition]).validate_python(found["indicators"])
    _refuse_repeated([definition.code for definition in definitions])
    return definitions


def sort_code(code: str) -> str:
    """The code with its numbers padded, so that plain text order is the natural one."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(8), code)


def _refuse_repeated(codes: Sequence[str]) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise ValueError(f"Mã chỉ tiêu lặp lại: {', '.join(repeated)}")
