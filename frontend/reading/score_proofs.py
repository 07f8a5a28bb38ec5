"""Why one criterion or group has its points, stage after stage, and every change of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import AssessmentProof, NodeScore, ProofStep, ScoreInputs, ScoreRevision, Stage
from frontend.formats import decimal, instant
from frontend.reading.proofs import Step, points_text
from frontend.reading.score_words import STAGES, words_of

NO_POINTS = "Chưa có điểm"


@dataclass(frozen=True, slots=True)
class NodeProof:
    """What explains one node: a step per stage, and its changes as table rows, newest first."""

    code: str | None
    name: str
    steps: list[Step]
    revisions: list[tuple[str, ...]]


def node_proof(proof: AssessmentProof, code: str, score: NodeScore | None) -> NodeProof | None:
    """The proof of the node of a code (the whole sheet for an empty one); None when there is no such node."""
    stages = {Stage.SELF: proof.self, Stage.APPRAISED: proof.appraised, Stage.FINAL: proof.final}
    found = {stage: step for stage, root in stages.items() for step in _walk(root) if (step.code or "") == code}
    if len(found) < len(stages):
        return None
    own = found[Stage.SELF]
    steps = [_stage_step(stage, step, score) for stage, step in found.items()]
    below = {step.code for step in _walk(own)}
    changes = [_change(revision, own) for revision in proof.revisions if revision.code in below]
    return NodeProof(own.code, own.name, steps, changes)


def _walk(step: ProofStep) -> Iterator[ProofStep]:
    yield step
    for child in step.children:
        yield from _walk(child)


def _stage_step(stage: Stage, step: ProofStep, score: NodeScore | None) -> Step:
    if step.points is None:
        return Step(STAGES[stage], value=NO_POINTS)
    told = [Step(name, value=value) for name, value in step.inputs.items() if value not in (None, "")]
    inside = [Step("Quy tắc", step.rule), *told, Step("Phép tính", step.formula)]
    if step.lost:
        inside.append(Step("Điểm chưa đạt", value=decimal(step.lost)))
    words = words_of(score, stage) if score else ""
    if words:
        inside.append(Step("Ghi chú" if stage is Stage.SELF else "Lý do", words))
    inside += [Step(f"{child.code}. {child.name}", value=points_text(child)) for child in step.children]
    return Step(STAGES[stage], value=points_text(step), children=inside)


def _change(revision: ScoreRevision, node: ProofStep) -> tuple[str, ...]:
    criterion = [] if not node.children else [revision.code]
    return (
        instant(revision.at),
        *criterion,
        STAGES[revision.stage],
        _score(revision.old, revision.old_inputs),
        _score(revision.new, revision.new_inputs),
        revision.reason or "–",
        revision.by,
    )


def _score(points: Decimal | None, inputs: ScoreInputs | None) -> str:
    """A score of the history with what it was computed from: `3,69 (603/654)`."""
    if inputs is None or inputs.numerator is None:
        return decimal(points)
    return f"{decimal(points)} ({decimal(inputs.numerator)}/{decimal(inputs.denominator)})"
