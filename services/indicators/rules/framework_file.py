"""Loads a framework (bộ chỉ số) from the text of its YAML file and refuses one that does not add up."""

import re
from datetime import date
from decimal import Decimal

from contracts.directory import AREA_ID, AreaLevel
from contracts.indicators.assessments import NODE_CODE
from contracts.periods import Period, PeriodInvalid, PeriodKind
from contracts.reach import NATION
from kit.numbers import write_number
from kit.text import natural_key, nfc
from services.indicators.rules.fields import Fields, FileProblem, named
from services.indicators.rules.framework import (
    Evidence,
    Formula,
    Framework,
    Issuer,
    Node,
    Scale,
    ScaleUnit,
    whole_weight,
)
from services.indicators.rules.framework_yaml import FrameworkInvalid, parse_plain
from services.indicators.rules.frameworks.contradictions import contradictions, is_numbered
from services.indicators.rules.frameworks.recognition_file import (
    read_classes,
    read_recognition,
    read_requirements,
)
from services.indicators.rules.rule_file import read_rule
from services.indicators.rules.scoring import Manual, Rule

_FRAMEWORK_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")
_NODE_CODE = re.compile(NODE_CODE)
_UNPUBLISHED = "unpublished"
"""What stands for a weight its issuer has not made known."""
_MOST_DECIMALS = 6
_LEVELS = {level.name.lower(): level for level in AreaLevel}


def load_framework(text: str) -> Framework:
    """Reads one framework file. Raises `FrameworkInvalid` with everything wrong in it, in Vietnamese."""
    problems: list[FileProblem] = []
    plain = parse_plain(nfc(text))
    written = Fields("", plain.data, problems)
    framework = _read_framework(written)
    written.close()
    if not problems:
        problems.extend(contradictions(framework))
    if problems:
        placed = [plain.placed(problem) for problem in problems]
        raise FrameworkInvalid(sorted(placed, key=lambda problem: problem.line or 0))
    return framework


def _read_framework(written: Fields) -> Framework:
    code = written.text("code")
    if code and not _FRAMEWORK_CODE.fullmatch(code):
        written.wrong("code", "Mã chỉ gồm chữ hoa không dấu, số và dấu gạch ngang (2 đến 40 ký tự).")
    applies_to = written.inner("applies_to")
    level, unit_class = applies_to.one_of("level", _LEVELS), applies_to.text("class")
    applies_to.close()
    scale = _read_scale(written.inner("scale"))
    formula = written.one_of("formula", named(Formula))
    no_default = written.raw("default_rule") is None
    default = None if no_default else read_rule(written, "default_rule", scale.decimals)
    nodes = _TreeReader(scale, formula, default).read(written.listed("nodes"))
    valid_from, valid_to = written.day("valid_from"), written.day_or_none("valid_to")
    if valid_to and valid_to < valid_from:
        written.wrong("valid_to", "Ngày hết hiệu lực không được trước ngày có hiệu lực.")
    return Framework(
        code=code,
        name=written.text("name"),
        name_en=written.text("name_en"),
        issuer=_read_issuer(written.inner("issuer")),
        level=level,
        unit_class=unit_class,
        valid_from=valid_from,
        valid_to=valid_to,
        period_kind=written.one_of("periods", named(PeriodKind)),
        scale=scale,
        formula=formula,
        nodes=nodes,
        counted_on=_read_days(written),
        area=_read_area(written),
        line=written.text_or_none("line"),
        succeeds=_read_other(written, code),
        carries=written.pairs("carries") if written.has("carries") else {},
        classes=read_classes(written),
        recognition=read_recognition(written),
    )


def _read_area(written: Fields) -> str:
    area = written.text_or_none("area") or NATION
    if not re.fullmatch(AREA_ID, area):
        written.wrong("area", f"“{area}” không phải là mã địa bàn (ví dụ T15-2025; VN là cả nước).")
    return area


def _read_other(written: Fields, code: str) -> str | None:
    """The code of the framework before, which cannot be this one."""
    other = written.text_or_none("succeeds")
    if other and (other == code or not _FRAMEWORK_CODE.fullmatch(other)):
        written.wrong("succeeds", "Phải là mã của một bộ tiêu chí khác.")
    if not other and written.has("carries"):
        written.wrong("carries", "Chỉ có khi bộ tiêu chí kế thừa bộ khác (succeeds).")
    return other


def _read_days(written: Fields) -> dict[str, date]:
    """Days by period, where a period's results were published for the units of another day than its last."""
    if not written.has("counted_on"):
        return {}
    days = written.inner("counted_on")
    for period in days.data:
        try:
            Period.parse(str(period))
        except PeriodInvalid:
            days.wrong(str(period), "Không phải là kỳ (ví dụ 2024).")
    found = {str(period): days.day(period) for period in days.data}
    days.close()
    return found


def _read_issuer(written: Fields) -> Issuer:
    issuer = Issuer(
        written.text("number"), written.day_or_none("issued_on"), written.text("by"), written.text("source")
    )
    written.close()
    return issuer


def _read_scale(written: Fields) -> Scale:
    unit = written.one_of("unit", named(ScaleUnit))
    scale = Scale(written.positive("total"), unit, written.whole("decimals", _MOST_DECIMALS))
    if unit is ScaleUnit.SHARE and scale.total != 1:
        written.wrong("total", "Thang tỷ lệ (share) có tổng là 1.")
    written.close()
    return scale


class _TreeReader:
    """Reads nodes within one scale and formula."""

    def __init__(self, scale: Scale, formula: Formula, default: Rule | None) -> None:
        self._scale = scale
        self._formula = formula
        self._default = default

    def read(self, items: list[Fields]) -> tuple[Node, ...]:
        nodes = [self._read_group(item) if item.has("children") else self._read_leaf(item) for item in items]
        return tuple(sorted(nodes, key=lambda node: natural_key(node.code) if is_numbered(node.code) else ()))

    def _read_group(self, written: Fields) -> Node:
        code = _read_code(written)
        faults_before = len(written.problems)
        children = self.read(written.listed("children"))
        children_are_sound = len(written.problems) == faults_before
        scored = [child for child in children if child.scored]
        added = Decimal(1) if self._is_share else sum((child.maximum for child in scored), Decimal())
        stated = written.number("max", added)
        if children_are_sound and stated != added:
            sums = f"{write_number(stated)} khác tổng các mục con ({write_number(added)})"
            written.wrong("max", f"Điểm tối đa {sums}.")
        node = Node(
            code=code,
            name=written.text("name"),
            name_en=written.text_or_none("name_en"),
            maximum=added,
            weight=whole_weight(children),
            scored=bool(scored),
            rule=None,
            note=written.text_or_none("note"),
            children=children,
            applies_to=_read_classes_of(written),
        )
        written.close()
        return node

    def _read_leaf(self, written: Fields) -> Node:
        code = _read_code(written)
        scored = written.flag("scored", default=True)
        maximum = self._read_maximum(written, scored)
        node = Node(
            code=code,
            name=written.text("name"),
            name_en=written.text_or_none("name_en"),
            maximum=maximum,
            weight=self._read_weight(written, scored, maximum),
            scored=scored,
            rule=self._read_rule(written),
            note=written.text_or_none("note"),
            applies_to=_read_classes_of(written),
            requirements=read_requirements(written),
            evidence_required=_needs_evidence(written),
        )
        written.close()
        return node

    def _read_maximum(self, written: Fields, scored: bool) -> Decimal:
        if not self._is_share:
            return written.positive("max") if scored else written.number("max", Decimal())
        if written.raw("max") is not None:
            written.wrong("max", "Thang tỷ lệ (share) không có điểm tối đa riêng; dùng weight.")
        return Decimal(1)

    def _read_weight(self, written: Fields, scored: bool, maximum: Decimal) -> Decimal | None:
        if not scored:
            if written.raw("weight") is not None:
                written.wrong("weight", "Mục không tính điểm (scored: false) không có trọng số.")
            return Decimal()
        if self._formula is Formula.WEIGHTED_SHARE:
            return None if written.raw("weight") == _UNPUBLISHED else written.positive("weight")
        if written.raw("weight") is not None:
            written.wrong("weight", "Công thức cộng điểm (sum) không dùng trọng số.")
        return maximum

    def _read_rule(self, written: Fields) -> Rule:
        if written.has("rule"):
            return read_rule(written, "rule", self._scale.decimals)
        if self._default is None:
            written.wrong("rule", "Thiếu quy tắc tính điểm.")
        return self._default or Manual(self._scale.decimals)

    @property
    def _is_share(self) -> bool:
        return self._scale.unit is ScaleUnit.SHARE


def _read_classes_of(written: Fields) -> frozenset[str] | None:
    return frozenset(written.texts("applies_to")) if written.has("applies_to") else None


def _needs_evidence(written: Fields) -> bool:
    return written.has("evidence") and written.one_of("evidence", named(Evidence)) is Evidence.REQUIRED


def _read_code(written: Fields) -> str:
    code = written.text("code")
    if not code:
        return code
    written.path = f"{written.path} ({code})"
    if not _NODE_CODE.fullmatch(code):
        detail = "Mã là số, chữ hoa không dấu cách nhau bằng dấu chấm, hoặc một tên viết hoa nối bằng dấu gạch dưới."
        written.wrong("code", detail)
    return code
