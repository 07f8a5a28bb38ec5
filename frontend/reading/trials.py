"""What-if as a page shows it: fields as they were typed, what they ask for, and what came of it in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.indicators.rankings import Ranking, StandingPart, Way, WayKind, Ways, WhatIf, WhatIfAsked, WhatIfChange
from frontend.addresses import address
from frontend.formats import decimal, delta_points, percent, signed
from kit.numbers import NotANumber, read_number
from kit.shapes import Fault

POINTS, MAXIMUM, TARGET = "d", "t", "m"
"""How fields are called in the address: `d.1.2` other points, `t.1.2` another maximum or weight, `m.1.2` a target."""
TITLES = {
    WayKind.CHEAPEST: "Ít công sức nhất",
    WayKind.FEWEST: "Ít tiêu chí nhất",
    WayKind.COUNTED: "Chỉ tiêu chí tính từ số liệu",
    WayKind.OTHER: "Không dùng tiêu chí tăng nhiều nhất",
}
SHARE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Typed:
    """One field: its name, what stands in it, and what is wrong with that."""

    name: str
    value: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PartRow:
    """One criterion: how it stands, and the fields to try something else."""

    code: str
    name: str
    now: str
    points: Typed
    maximum: Typed
    weight: str
    target: Typed | None
    target_now: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for, as the service takes it, with what could not be read."""

    changes: list[WhatIfChange] = field(default_factory=list)
    maxima: dict[str, Decimal] = field(default_factory=dict)
    targets: dict[str, Decimal] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.changes or self.maxima or self.targets or self.errors)

    def asked(self, framework: str, period: str) -> WhatIfAsked:
        """The question to the service."""
        return WhatIfAsked(
            framework=framework, period=period, changes=self.changes, maxima=self.maxima, targets=self.targets
        )


def wish_of(typed: Mapping[str, str], standing: Ways) -> Wish:
    """What the fields ask for; what is typed as it stands already asks for nothing."""
    wish = Wish()
    for part in standing.parts:
        points = _number(typed, f"{POINTS}.{part.code}", part.points, wish.errors)
        if points is not None:
            wish.changes.append(WhatIfChange(area=standing.area, code=part.code, points=points))
        for kind, was, found in ((MAXIMUM, part.weight, wish.maxima), (TARGET, part.target, wish.targets)):
            number = _number(typed, f"{kind}.{part.code}", was, wish.errors)
            if number is not None:
                found[part.code] = number
    return wish


def _number(typed: Mapping[str, str], name: str, was: Decimal | None, errors: dict[str, str]) -> Decimal | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        number = read_number(text)
    except NotANumber as error:
        errors[name] = str(error)
        return None
    return None if was is not None and number == Decimal(str(was)) else number


def faults_by_field(faults: Sequence[Fault], wish: Wish) -> dict[str, str]:
    """What the service refused, by the field it came from."""
    found = {}
    for fault in faults:
        kind, _, place = fault.pointer.removeprefix("/").partition("/")
        if kind == "changes":
            number = place.partition("/")[0]
            if number.isdecimal() and int(number) < len(wish.changes):
                found[f"{POINTS}.{wish.changes[int(number)].code}"] = fault.detail
        elif kind in ("maxima", "targets"):
            found[f"{MAXIMUM if kind == 'maxima' else TARGET}.{place}"] = fault.detail
    return found


def part_rows(standing: Ways, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[PartRow]:
    """A row per criterion."""
    return [_row(part, typed, errors) for part in standing.parts]


def _row(part: StandingPart, typed: Mapping[str, str], errors: Mapping[str, str]) -> PartRow:
    def cell(kind: str) -> Typed:
        name = f"{kind}.{part.code}"
        return Typed(name, typed.get(name, ""), errors.get(name))

    note = "nhóm chỉ công bố điểm chung" if part.is_group else "cần thẩm định" if part.needs_appraisal else None
    return PartRow(
        code=part.code,
        name=part.name,
        now=f"{decimal(part.points)} / {decimal(part.max)}",
        points=cell(POINTS),
        maximum=cell(MAXIMUM),
        weight=decimal(part.weight),
        target=None if part.target is None else cell(TARGET),
        target_now=decimal(part.target),
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial does to the unit of the page."""

    headline: str
    facts: list[tuple[str, str]]
    lines: list[str]
    passed: list[str]
    others: list[list[str]]


def verdict_of(outcome: WhatIf, standing: Ways, ranking: Ranking) -> Verdict:
    """The result in words: the unit's rank, score and whom it passes, then everybody who moves."""
    own = next((unit for unit in outcome.units if unit.area == standing.area), None)
    before, after = (own.rank_before, own.rank_after) if own else (standing.rank, standing.rank)
    passed = [
        f"{unit.area_name} (hạng {unit.rank_before} → {unit.rank_after})"
        for unit in outcome.units
        if unit.area != standing.area and unit.rank_before < before and unit.rank_after >= after
    ]
    if not outcome.left_out:  # else the ranks of the table are not those of the trial
        moved = {unit.area for unit in outcome.units}
        passed[:0] = [
            f"{entry.area_name} (cùng hạng {after})"
            for entry in ranking.items
            if entry.area not in moved and entry.rank == after and after < before
        ]
    headline = f"Hạng {before} → {after}" if before != after else f"Vẫn hạng {before}"
    facts = [("Hạng", f"{before} → {after} trong {outcome.of} đơn vị")]
    if own:
        change = delta_points(Decimal(str(own.share_after)) - Decimal(str(own.share_before)), SHARE_DIGITS)
        facts += [
            ("Điểm", f"{decimal(own.score_before)} → {decimal(own.score_after)} / {decimal(outcome.max_after)}"),
            ("% điểm tối đa", f"{percent(own.share_before, 2)} → {percent(own.share_after, 2)} ({change})"),
        ]
    others = [
        [
            unit.area_name,
            f"{unit.rank_before} → {unit.rank_after}",
            f"{decimal(unit.score_before)} → {decimal(unit.score_after)}",
        ]
        for unit in outcome.units
        if unit.area != standing.area
    ]
    return Verdict(headline, facts, [line.told for line in outcome.lines], passed, others)


@dataclass(frozen=True, slots=True)
class WayCard:
    """One way up in words, and the address that puts it into the fields."""

    title: str
    text: str
    steps: list[list[str]]
    passed: str
    fill: str


def way_cards(standing: Ways, ranks: int) -> list[WayCard]:
    """The ways, the cheapest first."""
    return [_card(standing, way, ranks) for way in standing.ways]


def _card(standing: Ways, way: Way, ranks: int) -> WayCard:
    fields = {f"{POINTS}.{step.code}": decimal(step.points_after) for step in way.steps}
    steps = [
        [
            f"{step.code}. {step.name}",
            f"{decimal(step.points_before)} → {decimal(step.points_after)} / {decimal(step.max)}",
            step.told,
            signed(step.gain, 4 if standing.max <= 1 else 2),
            "cần thẩm định" if step.needs_appraisal else "tính từ số liệu",
        ]
        for step in way.steps
    ]
    return WayCard(
        title=TITLES[WayKind(way.kind)],
        text=f"{len(way.steps)} mục, công sức {decimal(way.effort, 2)}, lên hạng {way.rank_after}"
        f" ({percent(way.share_after, SHARE_DIGITS)} điểm tối đa).",
        steps=steps,
        passed=", ".join(f"{unit.area_name} (hạng {unit.rank})" for unit in way.passed),
        fill=address("/mo-phong", bo=standing.framework, ky=standing.period, dv=standing.area, bac=ranks, **fields),
    )
