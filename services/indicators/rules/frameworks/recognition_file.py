"""Reads classes of units and recognition rules from a framework file, and refuses those that could never be reached."""

import re
from collections.abc import Iterator
from decimal import Decimal

from contracts.directory import AREA_ID
from services.indicators.rules.fields import Fields, FileProblem, named
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.frameworks.classes import UnitClass
from services.indicators.rules.frameworks.levels import (
    HUNDRED,
    NOT_REACHED,
    Band,
    Bands,
    MandatoryAndExtended,
    MetLevel,
    RecognitionKind,
    RecognitionRule,
    Requirement,
    Requirements,
)

KEY = r"[a-z0-9]+(-[a-z0-9]+)*"
_KEY = re.compile(KEY)
_BAD_KEY = "Khóa chỉ gồm chữ thường không dấu, số và dấu gạch ngang."


def read_classes(written: Fields) -> tuple[UnitClass, ...]:
    """The classes of units; none where a framework has one scale for all."""
    if not written.has("classes"):
        return ()
    classes: list[UnitClass] = []
    for item in written.listed("classes"):
        areas = frozenset(item.texts("areas")) if item.has("areas") else None
        if unknown := sorted(area for area in areas or () if not re.fullmatch(AREA_ID, area)):
            item.wrong("areas", f"“{unknown[0]}” không phải là mã địa bàn.")
        key = _read_key(item, {one.key for one in classes})
        classes.append(UnitClass(key, item.text("name"), areas))
        item.close()
    if classes and sum(one.areas is None for one in classes) != 1:
        written.wrong("classes", "Đúng một loại không liệt kê đơn vị (areas): đó là loại của mọi đơn vị còn lại.")
    named_areas = [area for one in classes for area in one.areas or ()]
    if twice := sorted({area for area in named_areas if named_areas.count(area) > 1}):
        written.wrong("classes", f"Đơn vị “{twice[0]}” nằm trong hai loại.")
    return tuple(classes)


def read_recognition(written: Fields) -> RecognitionRule | None:
    """The recognition rule; None where the framework recognises nobody."""
    if not written.has("recognition"):
        return None
    inner = written.inner("recognition")
    kind = inner.one_of("kind", named(RecognitionKind))
    below = inner.text_or_none("below") or NOT_REACHED
    source = inner.text("source")
    rule: RecognitionRule
    if kind is RecognitionKind.BANDS:
        rule = Bands(_read_bands(inner), below, source)
    else:
        met_from = _percent(inner, "met_from", HUNDRED)
        rule = MandatoryAndExtended(_read_met_levels(inner), below, source, met_from)
    inner.close()
    return rule


def read_requirements(written: Fields) -> Requirements:
    """What a criterion is to each level: one word for all levels (under no key), or a word for each named one."""
    if not written.has("requirement"):
        return {}
    value = written.raw("requirement")
    if not isinstance(value, dict):
        return {"": written.one_of("requirement", named(Requirement))}
    inner = written.inner("requirement")
    found = {str(key): inner.one_of(str(key), named(Requirement)) for key in value}
    inner.close()
    return found


def recognition_faults(framework: Framework) -> Iterator[FileProblem]:
    """What is wrong between classes, recognition and criteria, whose every field reads well."""
    classes = {one.key for one in framework.classes}
    keys = {level.key for level in framework.recognition.levels} if framework.recognition else set()
    marks = isinstance(framework.recognition, MandatoryAndExtended)
    for node in framework.walk():
        if unknown := sorted((node.applies_to or frozenset()) - classes):
            yield _at(node, f"Không có loại đơn vị “{unknown[0]}” trong classes.")
        if node.requirements and not marks:
            yield _at(node, "requirement chỉ đi với quy tắc công nhận mandatory_and_extended.")
        elif unknown := sorted(node.requirements.keys() - keys - {""}):
            yield _at(node, f"Không có mức công nhận “{unknown[0]}”.")
    for view in framework.by_class.values() or [framework]:
        yield from _unreachable(view)


def _unreachable(framework: Framework) -> Iterator[FileProblem]:
    if not isinstance(framework.recognition, MandatoryAndExtended):
        return
    for level in framework.recognition.levels:
        marked = {requirement_of(leaf, level.key) for leaf in framework.leaves if leaf.scored}
        if level.mandatory and Requirement.MANDATORY not in marked:
            yield FileProblem("recognition.levels", f"Mức “{level.name}” không có tiêu chí bắt buộc nào.")
        if level.extended and Requirement.EXTENDED not in marked:
            yield FileProblem("recognition.levels", f"Mức “{level.name}” không có tiêu chí mở rộng nào.")


def requirement_of(leaf: Node, level: str) -> Requirement | None:
    """What a criterion is to a level: its own word for that level, else the word for all."""
    return leaf.requirements.get(level, leaf.requirements.get(""))


def _read_bands(written: Fields) -> tuple[Band, ...]:
    bands: list[Band] = []
    for item in written.listed("levels"):
        key, name = _read_key(item, {one.key for one in bands}), item.text("name")
        inclusive = item.has("from")
        if inclusive == item.has("above"):
            item.wrong("", "Ghi above (trên) hoặc from (từ), một trong hai.")
        band = Band(key, name, _percent(item, "from" if inclusive else "above"), inclusive)
        if bands and band.above <= bands[-1].above:
            item.wrong("from" if inclusive else "above", "Các mức phải tăng dần.")
        item.close()
        bands.append(band)
    return tuple(bands)


def _read_met_levels(written: Fields) -> tuple[MetLevel, ...]:
    levels: list[MetLevel] = []
    for item in written.listed("levels"):
        key, name = _read_key(item, {one.key for one in levels}), item.text("name")
        mandatory, extended = _percent(item, "mandatory", HUNDRED), _percent(item, "extended", Decimal())
        levels.append(MetLevel(key, name, mandatory, extended))
        item.close()
    return tuple(levels)


def _read_key(item: Fields, taken: set[str]) -> str:
    key = item.text("key")
    if key and not _KEY.fullmatch(key):
        item.wrong("key", _BAD_KEY)
    if key in taken:
        item.wrong("key", f"Khóa “{key}” bị trùng.")
    return key


def _percent(written: Fields, key: str, default: Decimal | None = None) -> Decimal:
    value = written.number(key, default)
    if not 0 <= value <= HUNDRED:
        written.wrong(key, "Phải từ 0 đến 100 (phần trăm).")
    return value


def _at(node: Node, detail: str) -> FileProblem:
    return FileProblem(f"nodes ({node.code})", detail)
