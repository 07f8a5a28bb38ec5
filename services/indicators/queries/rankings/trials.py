"""What-if and ways up, from the contest of a ranking to the contracts; the sums are made beside the event loop."""

from anyio import CapacityLimiter, to_thread

from contracts.indicators.assessments import RuleKind, ScoreInputs
from contracts.indicators.rankings import (
    PassedUnit,
    StandingPart,
    Way,
    Ways,
    WayStep,
    WhatIf,
    WhatIfAsked,
    WhatIfLine,
    WhatIfUnit,
)
from kit.errors import Invalid
from kit.shapes import Fault
from services.indicators.queries.rankings.contests import read_contest
from services.indicators.queries.rankings.sheets import Wanted
from services.indicators.queries.source import Source
from services.indicators.rules.inputs import FIELDS
from services.indicators.rules.rankings import ways as rules
from services.indicators.rules.rankings.contest import Contest, Contestant, Part, rounded
from services.indicators.rules.rankings.what_if import Asked, Change, Outcome, WhatIfRefused, try_out
from services.indicators.rules.scoring import RuleInputs

_ROOM = CapacityLimiter(2)
RULE = (
    "Xếp lại theo tỷ lệ điểm đạt trên điểm tối đa như bảng xếp hạng: đổi điểm tối đa (trọng số) và mục tiêu trước, rồi"
    " từng điểm theo thứ tự. Đổi điểm tối đa của tiêu chí nhập điểm thì điểm đổi theo cùng tỷ lệ. Không lưu gì."
)
_LEFT_OUT = " {} đơn vị chỉ biết hạng đã công bố, không có điểm, nên không có trong phép thử."


async def what_if(source: Source, wanted: Wanted, told: WhatIfAsked) -> WhatIf:
    """The ranking as it would be; Invalid names every change that makes no sense."""
    contest = (await read_contest(source, wanted)).contest
    asked = Asked([Change(one.area, one.code, _given(one)) for one in told.changes], told.maxima, told.targets)
    try:
        outcome = await to_thread.run_sync(try_out, contest, asked, limiter=_ROOM)
    except WhatIfRefused as error:
        faults = [Fault(pointer=wrong.pointer, detail=wrong.detail) for wrong in error.wrongs]
        raise Invalid("Chưa mô phỏng được, xem từng vị trí.", faults) from error
    return _what_if(outcome)


async def ways_up(source: Source, wanted: Wanted, area: str, ranks: int) -> Ways:
    """How a unit may rise by some ranks; Invalid for one that has no score in the ranking."""
    contest = (await read_contest(source, wanted)).contest
    unit = contest.find(area)
    if unit is None:
        detail = f"Đơn vị “{area}” không có điểm trong bảng xếp hạng này."
        raise Invalid(detail, [Fault(pointer="/area", detail=detail)])
    found = await to_thread.run_sync(rules.ways_up, contest, unit, ranks, limiter=_ROOM)
    return _ways(contest, unit, found)


def _given(sent: ScoreInputs) -> RuleInputs:
    told = {name: value for name in FIELDS if (value := getattr(sent, name, None)) is not None}
    return RuleInputs(**(told | {"met": frozenset(told["met"])} if "met" in told else told))


def _left_out(contest: Contest) -> str:
    return _LEFT_OUT.format(contest.left_out) if contest.left_out else ""


def _what_if(outcome: Outcome) -> WhatIf:
    before, after, whole = outcome.before, outcome.after, outcome.whole_after
    return WhatIf(
        framework=before.framework.code,
        period=before.period,
        of=len(before.contestants),
        left_out=before.left_out,
        rule=RULE + _left_out(before),
        max_before=before.framework.scale.total,
        max_after=whole,
        lines=[
            WhatIfLine(
                area=line.area,
                code=line.code,
                told=line.told,
                gain=line.gain,
                rank_before=line.rank_before,
                rank_after=line.rank_after,
            )
            for line in outcome.lines
        ],
        units=[
            WhatIfUnit(
                area=old.area,
                area_name=old.name,
                score_before=before.score_of(old.share),
                score_after=after.score_of(new.share, whole),
                share_before=rounded(old.share) * 100,
                share_after=rounded(new.share) * 100,
                rank_before=before.ranks[old.key],
                rank_after=after.ranks[new.key],
            )
            for old, new in sorted(outcome.moved, key=lambda pair: after.ranks[pair[1].key])
        ],
    )


def _ways(contest: Contest, unit: Contestant, found: rules.Found) -> Ways:
    return Ways(
        framework=contest.framework.code,
        period=contest.period,
        area=unit.area,
        area_name=unit.name,
        rank=found.rank,
        of=len(contest.contestants),
        left_out=contest.left_out,
        score=contest.score_of(unit.share),
        max=contest.framework.scale.total,
        share=rounded(unit.share) * 100,
        wanted_rank=found.wanted,
        needed=contest.gain_of(found.needed),
        rule=rules.RULE,
        caveat=rules.CAVEAT + _left_out(contest),
        message=found.message,
        parts=[_part(part) for part in unit.parts],
        ways=[_way(contest, way) for way in found.ways],
    )


def _part(part: Part) -> StandingPart:
    return StandingPart(
        code=part.node.code,
        name=part.node.name,
        points=part.points,
        max=part.node.maximum,
        weight=part.weight,
        rule=RuleKind.MANUAL if part.node.rule is None else part.node.rule.kind,
        target=getattr(part.node.rule, "target", None),
        inputs=_inputs(part.inputs),
        is_group=not part.node.is_leaf,
        needs_appraisal=part.needs_appraisal,
    )


def _way(contest: Contest, way: rules.Way) -> Way:
    return Way(
        kind=way.kind,
        effort=way.effort.quantize(rules.EFFORT_STEP),
        gain=contest.gain_of(way.gain),
        rank_after=way.rank,
        share_after=rounded(way.share) * 100,
        steps=[_step(contest, step) for step in way.steps],
        passed=[PassedUnit(area=one.area, area_name=one.name, rank=contest.ranks[one.key]) for one in way.passed],
    )


def _step(contest: Contest, step: rules.Step) -> WayStep:
    after = step.after
    return WayStep(
        code=after.node.code,
        name=after.node.name,
        points_before=step.before.points or 0,
        points_after=after.points or 0,
        max=after.node.maximum,
        gain=contest.gain_of(step.gain),
        effort=step.effort.quantize(rules.EFFORT_STEP),
        told=step.told,
        inputs=_inputs(after.inputs),
        needs_appraisal=step.before.needs_appraisal,
    )


def _inputs(inputs: RuleInputs | None) -> ScoreInputs | None:
    if inputs is None:
        return None
    told = {name: value for name in FIELDS if name != "points" and (value := getattr(inputs, name)) is not None}
    return ScoreInputs(**(told | {"met": sorted(told["met"])} if "met" in told else told)) if told else None
