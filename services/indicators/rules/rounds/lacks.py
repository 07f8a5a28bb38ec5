"""What hinders a step of a sheet, criterion by criterion."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from contracts.indicators.rounds import LackKind, SheetVerb
from services.indicators.rules.assessment import Row, Sheet
from services.indicators.rules.framework import Node
from services.indicators.rules.scoring import Ratio, ZeroDenominator


@dataclass(frozen=True, slots=True)
class Lacking:
    """A criterion that hinders a step."""

    node: Node
    kind: LackKind
    detail: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at: the sheet, pieces of evidence by criterion, and the criteria of unanswered questions.

    Of a sheet that has a panel, `agreed` are the criteria its head agreed; None without a panel.
    """

    sheet: Sheet
    evidence: Mapping[str, int]
    unanswered: Collection[str] = ()
    agreed: Collection[str] | None = None


def lacking(verb: SheetVerb, facts: Facts) -> list[Lacking]:
    """What is missing before a step can be taken, in the order of the sheet."""
    match verb:
        case SheetVerb.SUBMIT:
            return [one for row in facts.sheet.rows for one in _unready(row, facts.evidence)]
        case SheetVerb.EXPLAIN:
            return list(_unexplained(facts))
        case SheetVerb.FINALISE:
            return list(_unjudged(facts))
        case _:
            return []


def _unjudged(facts: Facts) -> Iterator[Lacking]:
    for row in facts.sheet.rows:
        if not row.node.scored or may_stay_empty(row.node):
            continue
        if facts.agreed is not None:
            if row.node.code not in facts.agreed:
                yield Lacking(row.node, LackKind.AGREEMENT, "Chủ trì tổ thẩm định chưa chốt điểm.")
        elif row.appraised_points is None and row.final_points is None:
            yield Lacking(row.node, LackKind.JUDGEMENT, "Chưa có điểm thẩm định hoặc điểm cuối.")


def may_stay_empty(node: Node) -> bool:
    """Whether a criterion may go without a score: its rule gives none where nothing happened (0 ÷ 0)."""
    return isinstance(node.rule, Ratio) and node.rule.zero_denominator is ZeroDenominator.MISSING


def _unready(row: Row, evidence: Mapping[str, int]) -> Iterator[Lacking]:
    node, own = row.node, row.self_points
    if own is None:
        if node.scored and not may_stay_empty(node):
            yield Lacking(node, LackKind.SCORE, "Chưa tự đánh giá; không đạt thì ghi 0.")
    elif lacks_evidence(row, evidence):
        yield Lacking(node, LackKind.EVIDENCE, "Điểm trên 0 phải có minh chứng.")


def lacks_evidence(row: Row, evidence: Mapping[str, int]) -> bool:
    """Whether a unit gives itself points without the evidence its framework demands."""
    return row.node.evidence_required and (row.self_points or 0) > 0 and not evidence.get(row.node.code)


def _unexplained(facts: Facts) -> Iterator[Lacking]:
    for row in facts.sheet.rows:
        if row.node.code in facts.unanswered:
            yield Lacking(row.node, LackKind.ANSWER, "Chưa giải trình.")
        if lacks_evidence(row, facts.evidence):
            yield Lacking(row.node, LackKind.EVIDENCE, "Điểm trên 0 phải có minh chứng.")
