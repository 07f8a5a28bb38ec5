"""What a search found, as a page tells it: a name, where it leads, and one line that tells it from its namesakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from contracts.directory import AreaLevel, AreaMatch
from contracts.indicators.definitions import FrameworkSummary, Indicator
from contracts.instruments import INSTRUMENT_KINDS, Instrument
from frontend.addresses import address
from frontend.formats import day, inside
from frontend.reading.definitions import FREQUENCIES
from frontend.reading.standings import PILLARS

T = TypeVar("T")
TOP_LEVELS = {AreaLevel.NATION: "Cả nước", AreaLevel.PROVINCE: "Cấp tỉnh"}


@dataclass(frozen=True, slots=True)
class Find:
    """One answer. `became` are the present units of an area no longer in force, each with its address."""

    name: str
    href: str
    code: str
    told: str
    became: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """The answers of one kind; `more` leads to the rest where there are more than are shown."""

    key: str
    name: str
    finds: list[Find]
    of: int
    more: str | None


def area_group(found: Sequence[AreaMatch], words: str, shown: int) -> Group[AreaMatch]:
    """Areas: where each lies, and until when it was in force."""
    return _group("dia-ban", "Địa bàn", [_area(one) for one in found], shown, address("/don-vi", q=words))


def indicator_group(found: Sequence[Indicator], words: str, shown: int) -> Group[Indicator]:
    """Indicators: pillar, unit of measure and how often."""
    finds = [
        Find(
            one.name,
            f"/chi-tieu/{one.code}",
            one.code,
            f"{PILLARS[one.pillar]} · {one.unit} · {FREQUENCIES[one.frequency].lower()}",
        )
        for one in found
    ]
    return _group("chi-tieu", "Chỉ tiêu", finds, shown, address("/chi-tieu", q=words))


def framework_group(found: Sequence[FrameworkSummary], words: str, shown: int) -> Group[FrameworkSummary]:
    """Frameworks: for whom, and by which document."""
    finds = [
        Find(
            one.name,
            address("/xep-hang", bo=one.code),
            one.code,
            f"{one.unit_class} · {one.issuer.number}, {one.issuer.by}",
        )
        for one in found
    ]
    return _group("bo-chi-so", "Bộ chỉ số", finds, shown, address("/chi-tieu", q=words))


def instrument_group(found: Sequence[Instrument], words: str, shown: int) -> Group[Instrument]:
    """Official documents: kind, issuer and day."""
    finds = [Find(one.title, address("/van-ban", q=one.number), one.number, instrument_told(one)) for one in found]
    return _group("van-ban", "Văn bản", finds, shown, address("/van-ban", q=words))


def instrument_told(one: Instrument) -> str:
    """What a document is: “Quyết định của Thủ tướng Chính phủ, ngày 23/06/2022”."""
    when = f"ngày {day(one.issued_on)}" if one.issued_on else f"năm {one.year}"
    return f"{INSTRUMENT_KINDS[one.kind]} của {one.issuer}, {when}"


def _area(one: AreaMatch) -> Find:
    area = one.area
    where = TOP_LEVELS.get(area.level) or f"Thuộc {inside(one.parent_name or '')}"
    until = f" · đến ngày {day(area.valid_to)}" if area.valid_to else ""
    became = tuple((name, f"/don-vi/{key}") for key, name in zip(one.became_ids, one.became_names, strict=True))
    return Find(area.name, f"/don-vi/{area.id}", area.code, f"{where}{until}", became)


def _group(key: str, name: str, finds: list[Find], shown: int, more: str) -> Group[T]:
    return Group(key, name, finds[:shown], len(finds), more if len(finds) > shown else None)
