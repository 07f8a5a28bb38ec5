"""What is wrong with what a form asks of its numbers: ranges, references, cycles of them, and rules between cells."""

from collections.abc import Iterator, Mapping

from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.forms import FindingSeverity, FormItem, FormRule
from kit.shapes import Fault
from services.indicators.rules.expressions.reading import ExpressionInvalid, read_condition
from services.indicators.rules.expressions.tree import Part, Ref, refs_of
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.known import KnownIndicator

Indicators = Mapping[str, KnownIndicator]
_COUNTED = (IndicatorKind.COUNT, IndicatorKind.AMOUNT)


def wrong_demands(form: KnownForm, indicators: Indicators) -> Iterator[Fault]:
    """Faults of what single lines ask."""
    for place, item in enumerate(form.terms.items):
        found, pointer = indicators.get(item.indicator), f"/items/{place}"
        range_ = item.plausible
        if range_ and range_.min is not None and range_.max is not None and range_.min > range_.max:
            yield Fault(pointer=f"{pointer}/plausible", detail="min không được lớn hơn max.")
        if found is None:
            continue
        kind = found.rule.kind
        if item.cumulative and kind not in _COUNTED:
            yield Fault(pointer=f"{pointer}/cumulative", detail="Chỉ số đếm hoặc số lượng mới có luỹ kế.")
        if item.change and item.change.denominator is not None and kind is not IndicatorKind.RATIO:
            detail = f"Chỉ tiêu {item.indicator} không có mẫu số."
            yield Fault(pointer=f"{pointer}/change/denominator", detail=detail)
        if item.denominator:
            detail_ = _wrong_reference(form, item, kind, indicators)
            if detail_:
                yield Fault(pointer=f"{pointer}/denominator", detail=detail_)


def wrong_rules(form: KnownForm, indicators: Indicators) -> Iterator[Fault]:
    """Faults of the rules between cells."""
    seen: dict[str, int] = {}
    for place, rule in enumerate(form.terms.rules):
        pointer = f"/rules/{place}"
        if rule.key in seen:
            yield Fault(pointer=f"{pointer}/key", detail=f"Khóa “{rule.key}” đã có ở quy tắc {seen[rule.key] + 1}.")
        seen.setdefault(rule.key, place)
        if rule.must_explain and rule.severity is FindingSeverity.ERROR:
            detail = "Lỗi thì phải sửa, không giải trình được; hãy đặt severity: warning."
            yield Fault(pointer=f"{pointer}/must_explain", detail=detail)
        for field in ("check", "when"):
            for detail in _wrong_condition(form, rule, field, indicators):
                yield Fault(pointer=f"{pointer}/{field}", detail=detail)


def _wrong_condition(form: KnownForm, rule: FormRule, field: str, indicators: Indicators) -> Iterator[str]:
    text = getattr(rule, field)
    if text is None:
        return
    try:
        refs = list(refs_of(read_condition(text)))
    except ExpressionInvalid as error:
        yield f"{error}."
        return
    if not refs:
        yield "Phải nêu ít nhất một chỉ tiêu của biểu."
    for ref in dict.fromkeys(refs):
        detail = _wrong_ref(form, ref, indicators)
        if detail:
            yield f"{detail} (ký tự thứ {ref.place})."


def _wrong_ref(form: KnownForm, ref: Ref, indicators: Indicators) -> str | None:
    if ref.code not in form.items:
        hint = ": giữa hai mã, dấu trừ phải có khoảng trắng" if "-" in ref.code else ""
        return f"Biểu mẫu không có chỉ tiêu “{ref.code}”{hint}"
    found = indicators.get(ref.code)
    if found is not None and ref.part is not Part.VALUE and found.rule.kind is not IndicatorKind.RATIO:
        return f"Chỉ tiêu {ref.code} không có tử số và mẫu số"
    return None


def _wrong_reference(form: KnownForm, item: FormItem, kind: IndicatorKind, indicators: Indicators) -> str | None:
    assert item.denominator is not None
    like = item.denominator.like
    other = indicators.get(like)
    if kind is not IndicatorKind.RATIO:
        return f"Chỉ tiêu {item.indicator} không có mẫu số."
    if other is None:
        return f"Không có chỉ tiêu “{like}”."
    if other.rule.kind is not IndicatorKind.RATIO and other.rule.kind not in _COUNTED:
        return f"Chỉ tiêu {like} không phải là tỷ lệ, số đếm hay số lượng."
    if like not in form.items and (other.frequency, other.regime) != (form.terms.frequency, form.terms.regime):
        return f"Chỉ tiêu {like} báo cáo theo kỳ khác với biểu mẫu."
    circle = _circle(form, item.indicator)
    return f"Đối chiếu vòng tròn: {' → '.join(circle)}." if circle else None


def _circle(form: KnownForm, start: str) -> list[str]:
    """The references that lead back to where they start, empty when they end."""
    way, code = [start], start
    while (item := form.items.get(code)) is not None and item.denominator is not None:
        code = item.denominator.like
        if code == start:
            return [*way, code]
        if code in way:
            return []
        way.append(code)
    return []
