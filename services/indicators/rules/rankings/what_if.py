"""What if (mô phỏng): a ranking as other scores, weights and targets would make it. Nothing is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kit.numbers import decimal_places, round_half_up, write_number
from services.indicators.rules.framework import Formula, Framework, Node
from services.indicators.rules.inputs import check_kind
from services.indicators.rules.rankings.contest import Contest, Contestant, Part
from services.indicators.rules.scoring import (
    CountToTarget,
    InputInvalid,
    Ratio,
    RuleInputs,
    check_points,
    score,
)

GAIN_PLACES = 2
_LARGEST = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class Change:
    """Another score of one part of one unit."""

    area: str
    code: str
    inputs: RuleInputs


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried."""

    changes: Sequence[Change] = ()
    maxima: Mapping[str, Decimal] = field(default_factory=dict)
    targets: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that cannot be tried: where it was asked (a JSON pointer), and why."""

    pointer: str
    detail: str


class WhatIfRefused(ValueError):
    """Something asked for makes no sense."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__(wrongs[0].detail)
        self.wrongs = wrongs


@dataclass(frozen=True, slots=True)
class Line:
    """What one change does, after those before it; of the whole framework where it names no unit."""

    area: str | None
    code: str
    told: str
    gain: Decimal | None = None
    rank_before: int | None = None
    rank_after: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The contest before and after, and a line for every change."""

    before: Contest
    after: Contest
    whole_after: Decimal
    lines: Sequence[Line]

    @property
    def moved(self) -> list[tuple[Contestant, Contestant]]:
        """Units whose share or rank is another, in the order they came."""
        pairs = zip(self.before.contestants, self.after.contestants, strict=True)
        return [
            (old, new)
            for old, new in pairs
            if old.share != new.share or self.before.ranks[old.key] != self.after.ranks[new.key]
        ]


def try_out(contest: Contest, asked: Asked) -> Outcome:
    """Weights and targets first, for everybody; then the scores one after another. Raises `WhatIfRefused`."""
    wrongs = [*_wrong_maxima(contest, asked.maxima), *_wrong_targets(contest, asked.targets)]
    if wrongs:
        raise WhatIfRefused(wrongs)
    state, lines = contest, []
    for code, maximum in asked.maxima.items():
        state, line = _retold(state, code, "Điểm tối đa" if _by_points(contest) else "Trọng số", maximum)
        lines.append(line)
    for code, target in asked.targets.items():
        state, line = _retold(state, code, "Mục tiêu", target)
        lines.append(line)
    for place, change in enumerate(asked.changes):
        try:
            state, line = _changed(state, place, change)
        except WhatIfRefused as error:
            wrongs.extend(error.wrongs)
        else:
            lines.append(line)
    if wrongs:
        raise WhatIfRefused(wrongs)
    return Outcome(contest, state, _whole_after(contest, asked.maxima), lines)


def _by_points(contest: Contest) -> bool:
    return contest.framework.formula is Formula.SUM


def _wrong_maxima(contest: Contest, maxima: Mapping[str, Decimal]) -> list[Wrong]:
    wrongs = []
    fixed = sum(not unit.parts for unit in contest.contestants) if maxima else 0
    for code, maximum in maxima.items():
        without = sum(code not in unit.by_code for unit in contest.contestants if unit.parts)
        if _scored_node(contest.framework, code) is None:
            wrongs.append(Wrong(f"/maxima/{code}", _unknown(contest.framework, code)))
        elif without or fixed or not contest.contestants:
            wrongs.append(Wrong(f"/maxima/{code}", f"{without + fixed} đơn vị không có điểm riêng của mục này."))
        elif not 0 < maximum < _LARGEST:
            wrongs.append(Wrong(f"/maxima/{code}", "Điểm tối đa hoặc trọng số phải lớn hơn 0."))
    return wrongs


def _wrong_targets(contest: Contest, targets: Mapping[str, Decimal]) -> list[Wrong]:
    wrongs = []
    for code, target in targets.items():
        node = _scored_node(contest.framework, code)
        if node is None:
            wrongs.append(Wrong(f"/targets/{code}", _unknown(contest.framework, code)))
        elif not isinstance(node.rule, Ratio | CountToTarget):
            wrongs.append(Wrong(f"/targets/{code}", "Quy tắc của mục này không có mục tiêu."))
        elif not 0 < target < _LARGEST:
            wrongs.append(Wrong(f"/targets/{code}", "Mục tiêu phải lớn hơn 0."))
    return wrongs


def _retold(state: Contest, code: str, what: str, number: Decimal) -> tuple[Contest, Line]:
    """Another weight or target of one part, for every unit that has it."""
    moved, kept, was = [], 0, _was(state.framework, code, what)
    for unit in state.contestants:
        part = unit.by_code.get(code)
        if part is None:
            moved.append(unit)
            continue
        other = _with_target(part, number) if what == "Mục tiêu" else _with_maximum(state, part, number)
        kept += other == part
        moved.append(unit.with_parts({code: other}))
    after = replace(state, contestants=tuple(moved))
    risen = sum(state.ranks[key] != rank for key, rank in after.ranks.items())
    told = f"{what} {code}: {write_number(was)} → {write_number(number)}: {risen} đơn vị đổi hạng"
    if kept and what == "Mục tiêu":
        told += f"; {kept} đơn vị giữ nguyên điểm, đã đủ điểm hoặc không có số liệu để tính lại"
    return after, Line(None, code, told)


def _was(framework: Framework, code: str, what: str) -> Decimal:
    """The weight or target a part has in the framework."""
    node = _scored_node(framework, code)
    if what == "Mục tiêu":
        return node.rule.target if node and isinstance(node.rule, Ratio | CountToTarget) else Decimal()
    return (node.weight if node else None) or Decimal()


def _with_target(part: Part, target: Decimal) -> Part:
    """The points another target gives; typed points say nothing of the target and stay."""
    rule = part.node.rule
    if part.inputs is None or not isinstance(rule, Ratio | CountToTarget):
        return part
    node = replace(part.node, rule=replace(rule, target=target))
    return Part(node, score(node.rule or rule, node.maximum, part.inputs).points, part.inputs)


def _with_maximum(state: Contest, part: Part, number: Decimal) -> Part:
    """A part that is worth more or less: computed anew from what it came from, else in proportion."""
    if not _by_points(state):
        return replace(part, node=replace(part.node, weight=number))
    node = replace(part.node, maximum=number, weight=number)
    if part.points is None:
        return replace(part, node=node)
    if part.inputs is not None and node.rule is not None:
        return Part(node, score(node.rule, number, part.inputs).points, part.inputs)
    return Part(node, round_half_up(part.points * number / part.node.maximum, state.framework.scale.decimals))


def _changed(state: Contest, place: int, change: Change) -> tuple[Contest, Line]:
    unit = state.find(change.area)
    if unit is None:
        raise _refused(place, "area", f"Đơn vị “{change.area}” không có điểm trong bảng xếp hạng này.")
    part = unit.by_code.get(change.code)
    if part is None:
        raise _refused(place, "code", f"{unit.name} không có điểm riêng của mục “{change.code}”.")
    try:
        points = _points(state.framework, part, change.inputs)
    except InputInvalid as error:
        raise _refused(place, error.field, error.detail) from error
    kept = change.inputs if change.inputs.points is None else part.inputs
    moved = unit.with_parts({change.code: Part(part.node, points, kept)})
    after = replace(state, contestants=tuple(moved if one.key == unit.key else one for one in state.contestants))
    return after, _line(state, after, part, moved)


def _points(framework: Framework, part: Part, inputs: RuleInputs) -> Decimal:
    """Typed points of any part; else what its rule makes of its inputs."""
    if inputs.points is not None:
        if inputs != RuleInputs(points=inputs.points):
            raise InputInvalid("points", "Gửi điểm hoặc số liệu của quy tắc, không gửi cả hai.")
        places = getattr(part.node.rule, "places", framework.scale.decimals)
        check_points(inputs.points, part.node.maximum, max(places, decimal_places(part.points or Decimal())))
        return inputs.points
    if part.node.rule is None:
        raise InputInvalid("points", "Mục này nhận điểm.")
    check_kind(part.node.rule, inputs)
    points = score(part.node.rule, part.node.maximum, inputs).points
    if points is None:
        raise InputInvalid("denominator", "Không phát sinh (0 ÷ 0) nên không tính điểm.")
    return points


def _line(before: Contest, after: Contest, old: Part, unit: Contestant) -> Line:
    new = unit.by_code[old.node.code]
    gain = before.gain_of(new.earned - old.earned)
    first, last = before.ranks[unit.key], after.ranks[unit.key]
    places = max(GAIN_PLACES, before.framework.scale.decimals)
    signed = f"{'+' if gain >= 0 else '−'}{write_number(abs(gain), places)}"
    was = "chưa có điểm" if old.points is None else _out_of(old)
    what = "Tiêu chí" if old.node.is_leaf else "Nhóm"
    moves = f"hạng {first} → {last}" if first != last else f"vẫn hạng {first}"
    told = f"{what} {old.node.code}: {was} → {_out_of(new)}: {signed} điểm, {moves}"
    return Line(unit.area, old.node.code, told, gain, first, last)


def _out_of(part: Part) -> str:
    return f"{write_number(part.points or Decimal())}/{write_number(part.node.maximum)}"


def _scored_node(framework: Framework, code: str) -> Node | None:
    return next((node for node in framework.walk() if node.code == code and node.scored), None)


def _unknown(framework: Framework, code: str) -> str:
    return f"Bộ chỉ số {framework.code} không có mục “{code}” được tính điểm."


def _refused(place: int, name: str, detail: str) -> WhatIfRefused:
    return WhatIfRefused([Wrong(f"/changes/{place}/{name}", detail)])


def _whole_after(contest: Contest, maxima: Mapping[str, Decimal]) -> Decimal:
    """The highest score there is with these maxima; weights alone leave it as it was."""
    if not _by_points(contest):
        return contest.framework.scale.total
    nodes = {code: _scored_node(contest.framework, code) for code in maxima}
    more = sum((maxima[code] - node.maximum for code, node in nodes.items() if node is not None), Decimal())
    return contest.framework.scale.total + more
