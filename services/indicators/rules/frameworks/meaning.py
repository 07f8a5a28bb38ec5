"""What scores depend on: under sheets that were opened, a framework may change its words and nothing else."""

from collections.abc import Iterator

from kit.numbers import write_number
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.frameworks.levels import rule_told
from services.indicators.rules.frameworks.words import rule_words


def redefinitions(old: Framework, new: Framework) -> list[str]:
    """Every change that would give scores another meaning, in Vietnamese; nothing when only words change."""
    return [*_of_head(old, new), *_of_nodes(old, new)]


def _recognises(old: Framework) -> bool:
    """Whether levels were told before: where none were, a first rule takes nothing back."""
    return old.recognition is not None


def _of_head(old: Framework, new: Framework) -> Iterator[str]:
    pairs = [
        ("Cấp áp dụng", old.level.value, new.level.value),
        ("Địa bàn", old.area, new.area),
        ("Loại kỳ", old.period_kind.label, new.period_kind.label),
        ("Tổng điểm tối đa", write_number(old.scale.total), write_number(new.scale.total)),
        ("Thang đo", old.scale.unit.value, new.scale.unit.value),
        ("Số chữ số thập phân", str(old.scale.decimals), str(new.scale.decimals)),
        ("Công thức tổng điểm", old.formula.text, new.formula.text),
        ("Loại đơn vị", _classes(old), _classes(new)),
    ]
    if _recognises(old):
        pairs.append(("Quy tắc công nhận", _recognition(old), _recognition(new)))
    if new.valid_from > old.valid_from:
        pairs.append(("Ngày có hiệu lực", f"{old.valid_from:%d/%m/%Y}", f"{new.valid_from:%d/%m/%Y}"))
    for title, was, now in pairs:
        if was != now:
            yield f"{title}: “{was}” thành “{now}”."


def _of_nodes(old: Framework, new: Framework) -> Iterator[str]:
    before, after = ({node.code: node for node in one.walk()} for one in (old, new))
    yield from (f"Bỏ mục {code} ({node.name})." for code, node in before.items() if code not in after)
    yield from (f"Thêm mục {code} ({node.name})." for code, node in after.items() if code not in before)
    for code, was in before.items():
        now = after.get(code)
        if now is not None:
            yield from (f"Mục {code}: {told}." for told in _of_node(was, now, marks=_recognises(old)))


def _of_node(was: Node, now: Node, *, marks: bool) -> Iterator[str]:
    if was.is_leaf is not now.is_leaf:
        yield "nhóm thành tiêu chí" if now.is_leaf else "tiêu chí thành nhóm"
    if was.maximum != now.maximum:
        yield f"điểm tối đa {write_number(was.maximum)} thành {write_number(now.maximum)}"
    if was.weight != now.weight and was.weight != was.maximum:
        yield f"trọng số {_weight(was)} thành {_weight(now)}"
    if was.scored is not now.scored:
        yield "có tính điểm thành không tính" if was.scored else "không tính điểm thành có tính"
    if was.rule != now.rule:
        yield f"quy tắc “{_rule(was)}” thành “{_rule(now)}”"
    if was.applies_to != now.applies_to:
        yield "loại đơn vị áp dụng thay đổi"
    if marks and was.requirements != now.requirements:
        yield "yêu cầu bắt buộc, mở rộng thay đổi"


def _weight(node: Node) -> str:
    return "chưa công bố" if node.weight is None else write_number(node.weight)


def _rule(node: Node) -> str:
    return "không có" if node.rule is None else rule_words(node.rule)


def _recognition(framework: Framework) -> str:
    return "; ".join(rule_told(framework.recognition)) if framework.recognition else "không có"


def _classes(framework: Framework) -> str:
    told = (f"{one.name} [{', '.join(sorted(one.areas or []))}]" for one in framework.classes)
    return "; ".join(told) or "không có"
