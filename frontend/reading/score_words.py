"""Statuses and stages of a score in words, and what a criterion has at a stage."""

from decimal import Decimal

from contracts.indicators.assessments import NodeInputs, NodeScore, NodeStatus, Stage

POINTS = "points"
"""The scale of frameworks that units score by points themselves."""
STATUSES = {
    NodeStatus.AWAITING: "Chờ thẩm định",
    NodeStatus.NOT_DONE: "Chưa thực hiện",
    NodeStatus.NEEDS_EVIDENCE: "Cần bổ sung minh chứng",
    NodeStatus.DONE: "Hoàn thành",
    NodeStatus.IN_PROGRESS: "Đang thực hiện",
}
STAGES = {Stage.SELF: "Tự đánh giá", Stage.APPRAISED: "Thẩm định", Stage.FINAL: "Công bố"}


def points_of(score: NodeScore, stage: Stage) -> Decimal | None:
    """The score of a stage."""
    return {Stage.SELF: score.self, Stage.APPRAISED: score.appraised, Stage.FINAL: score.final}[stage]


def inputs_of(score: NodeScore, stage: Stage) -> NodeInputs | None:
    """What the score of a stage was computed from."""
    return {Stage.SELF: score.self_inputs, Stage.APPRAISED: score.appraised_inputs, Stage.FINAL: score.final_inputs}[
        stage
    ]


def words_of(score: NodeScore, stage: Stage) -> str:
    """The note or reason of a stage."""
    reasons = {Stage.SELF: score.self_note, Stage.APPRAISED: score.appraised_reason, Stage.FINAL: score.final_reason}
    return reasons[stage] or ""
