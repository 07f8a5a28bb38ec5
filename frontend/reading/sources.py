"""What sources say, in words: a number with its unit and exactness, the kind of source, how a matter stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.indicators.sources import Matter, MatterState, Observation, ObservationState, SourceKind
from contracts.indicators.values import Value
from frontend.formats import ABSENT, day, period, trimmed
from frontend.reading.figures import QUALIFIERS, proof_href
from kit.sheets import write_csv

KINDS: Mapping[SourceKind, str] = {
    SourceKind.INSTRUMENT: "Văn bản",
    SourceKind.REPORT: "Báo cáo",
    SourceKind.SPEECH: "Phát biểu",
    SourceKind.PRESS: "Báo chí",
    SourceKind.SYSTEM: "Hệ thống khác",
    SourceKind.DERIVED: "Suy luận",
}
STATES: Mapping[MatterState, tuple[str, str]] = {
    MatterState.OPEN: ("Chưa chọn", "watch"),
    MatterState.DECIDED: ("Đã chọn", "good"),
    MatterState.AGREEING: ("Khớp", "neutral"),
}
REVIEWS: Mapping[ObservationState, tuple[str, str]] = {
    ObservationState.WAITING: ("Chờ soát", "watch"),
    ObservationState.ACCEPTED: ("Đã nhận", "good"),
    ObservationState.WITHDRAWN: ("Đã rút", "none"),
}
COLUMNS = (
    "id", "reference", "indicator", "area", "area_name", "period", "measure", "scope", "value", "numerator",
    "denominator", "said", "unit", "qualifier", "as_of", "kind", "source", "quote", "instrument", "evidence", "note",
    "doubt", "is_chosen", "state", "withdrawal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a matter as its page shows it."""

    observation: Observation
    said: str
    kind: str
    chosen: bool


def said_text(observation: Observation) -> str:
    """What a source says: `gần 100 đơn`, `8/9 = 88,89%`, or its words."""
    if observation.said:
        return observation.said
    number = _with_unit(trimmed(observation.value), observation.unit)
    if observation.numerator is not None and observation.denominator is not None:
        parts = f"{trimmed(observation.numerator)}/{trimmed(observation.denominator)}"
        number = f"{parts} = {number}" if observation.value is not None else _with_unit(parts, observation.unit)
    return f"{QUALIFIERS[observation.qualifier]}{number}"


def published_text(matter: Matter, value: Value) -> str:
    """The published number with its unit."""
    return f"{QUALIFIERS[value.qualifier]}{_with_unit(trimmed(value.value), matter.unit)}"


def difference_text(matter: Matter) -> str | None:
    """How far the numbers of a matter lie apart; nothing where they do not."""
    if not matter.difference:
        return None
    return _with_unit(trimmed(matter.difference), "điểm %" if matter.unit == "%" else matter.unit)


def sides_of(matter: Matter) -> list[Side]:
    """The sides in the order in which they were recorded."""
    return [Side(one, said_text(one), KINDS[SourceKind(one.kind)], one.is_chosen) for one in matter.sides]


def versus(matter: Matter) -> str:
    """The sides in one line, each thing said once: `50% ↔ 45%`."""
    standing = [one for one in matter.sides if one.state != ObservationState.WITHDRAWN]
    return " ↔ ".join(dict.fromkeys(said_text(one) for one in standing or matter.sides))


def place_text(matter: Matter) -> str:
    """Where and when: `tỉnh Yên Bái · năm 2022`."""
    told = (matter.area_name, period(matter.period) if matter.period else None)
    return " · ".join(part for part in told if part) or ABSENT


def figure_href(matter: Matter) -> str | None:
    """Where the figure of a cell explains itself."""
    if matter.indicator is None or matter.area is None or matter.period is None:
        return None
    return proof_href(matter.indicator, matter.area, matter.period)


def remark_of(observation: Observation) -> str:
    """What stands beside a number: its day, its note, its doubts."""
    gone = f"Đã rút: {observation.withdrawal}" if observation.withdrawal else None
    until = f"Tính đến {day(observation.as_of)}." if observation.as_of else None
    told = (gone, until, observation.note, observation.doubt)
    return " ".join(part for part in told if part)


def observations_csv(observations: Iterable[Observation]) -> str:
    """One line per observation; words that a spreadsheet would compute are made harmless."""
    return write_csv(COLUMNS, ([getattr(one, name) for name in COLUMNS] for one in observations))


def _with_unit(number: str, unit: str | None) -> str:
    return number if not unit else f"{number}%" if unit == "%" else f"{number} {unit}"
