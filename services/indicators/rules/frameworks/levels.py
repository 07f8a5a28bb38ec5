"""What a recognition rule (quy tắc công nhận) says: the levels a unit may reach, and what each of them asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kit.numbers import write_number

NOT_REACHED = "Chưa đạt"
"""What a unit below the lowest level is called, unless its framework has a word for it."""
HUNDRED = Decimal(100)


class RecognitionKind(StrEnum):
    """By shares of mandatory and extended criteria that are met, or by bands of the share of the maximum."""

    MANDATORY_AND_EXTENDED = "mandatory_and_extended"
    BANDS = "bands"


class Requirement(StrEnum):
    """What a criterion is to a level: one that must be met, or one of those of which some must be met."""

    MANDATORY = "mandatory"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of recognition."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class MetLevel(Level):
    """Reached with this percentage of the mandatory and of the extended criteria met, each at least."""

    mandatory: Decimal
    extended: Decimal

    @property
    def text(self) -> str:
        """What it asks, in words."""
        asked = [f"{write_number(self.mandatory)}% tiêu chí bắt buộc"]
        if self.extended:
            asked.append(f"ít nhất {write_number(self.extended)}% tiêu chí mở rộng")
        return " và ".join(asked)


@dataclass(frozen=True, slots=True)
class Band(Level):
    """Reached above this percentage of the unit's own maximum; exactly there only when `inclusive`."""

    above: Decimal
    inclusive: bool = False

    @property
    def text(self) -> str:
        """What it asks, in words."""
        return f"{'từ' if self.inclusive else 'trên'} {write_number(self.above)}% điểm tối đa"


@dataclass(frozen=True, slots=True)
class MandatoryAndExtended:
    """Levels by criteria met; a criterion is met from `met_from` per cent of its maximum."""

    levels: tuple[MetLevel, ...]
    below: str
    source: str
    met_from: Decimal = HUNDRED
    kind = RecognitionKind.MANDATORY_AND_EXTENDED


@dataclass(frozen=True, slots=True)
class Bands:
    """Levels by bands of the share of the unit's own maximum, lowest first."""

    levels: tuple[Band, ...]
    below: str
    source: str
    kind = RecognitionKind.BANDS


RecognitionRule = MandatoryAndExtended | Bands
Requirements = Mapping[str, Requirement]
"""What a criterion is to each level, by the level's key; what is not named does not count for that level."""


def rule_told(rule: RecognitionRule) -> list[str]:
    """The rule in words: one line a level, highest last, and what a criterion takes to be met."""
    lines = [f"{level.name}: {level.text}" for level in rule.levels]
    lines.insert(0, f"{rule.below}: các đơn vị còn lại")
    if isinstance(rule, MandatoryAndExtended):
        points = "đủ điểm tối đa" if rule.met_from == HUNDRED else f"từ {write_number(rule.met_from)}% điểm tối đa"
        lines.append(f"Tiêu chí đạt khi có {points}")
    return lines
