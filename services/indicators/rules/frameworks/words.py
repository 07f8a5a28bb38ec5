"""Rules of criteria in words: what a reader of a framework sees beside each criterion."""

from kit.numbers import write_number
from services.indicators.rules.framework import Framework, Node, ScaleUnit
from services.indicators.rules.scoring import (
    Additive,
    Answer,
    Choice,
    CountToTarget,
    Manual,
    Ratio,
    Rule,
    ShareOfMaximum,
    ZeroDenominator,
)

_NOTHING_ASKED = {
    ZeroDenominator.FULL: "không phát sinh thì đủ điểm",
    ZeroDenominator.ZERO: "không phát sinh thì 0 điểm",
    ZeroDenominator.MISSING: "không phát sinh thì không tính",
}


def rule_words(rule: Rule, *, with_target: bool = True) -> str:
    """How the points come about, in one Vietnamese sentence; `with_target` off: all but the level to reach."""
    match rule:
        case Choice():
            return f"Chọn một mức: {_shares(rule.answers)}"
        case Additive():
            return f"Cộng các ý đạt: {_shares(rule.parts)}"
        case Ratio():
            target = f" ÷ mục tiêu {target_told(rule)}" if with_target else " so với mục tiêu"
            cap = "" if rule.cap == 1 else f", không quá {write_number(rule.cap)} lần điểm tối đa"
            return f"Tỷ lệ{target} × điểm tối đa{cap}; {_NOTHING_ASKED[rule.zero_denominator]}"
        case CountToTarget():
            target = f" ÷ mục tiêu {target_told(rule)}" if with_target else " so với mục tiêu"
            return f"Số lượng{target} × điểm tối đa"
        case ShareOfMaximum():
            return f"Phần đạt được (0 đến {write_number(rule.whole)}) × điểm tối đa"
        case Manual():
            return f"Điểm nhập trực tiếp, tối đa {rule.places} chữ số thập phân"


def target_told(rule: Rule | None) -> str | None:
    """The level that gives all points, where a rule has one."""
    match rule:
        case Ratio():
            return f"{write_number(rule.target)}{'%' if rule.per == 100 else ''}"
        case CountToTarget():
            return write_number(rule.target)
        case _:
            return None


def maximum_told(framework: Framework, node: Node) -> str | None:
    """The most points of a node, nothing on a scale of shares."""
    return None if framework.scale.unit is ScaleUnit.SHARE else write_number(node.maximum)


def _shares(answers: tuple[Answer, ...]) -> str:
    return "; ".join(f"{answer.label} = {write_number(answer.share * 100)}% điểm tối đa" for answer in answers)
