"""Rankings (xếp hạng) as lists: places, classes, what changed since the period before, and how firm the places are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.indicators.rankings import Ranking, RankingEntry, RankInterval, UnitClass
from contracts.indicators.rankings import Robustness as Told
from contracts.reach import NATION
from kit.light import light, number
from services.indicators.queries.rankings.sheets import REPORTED, Sheets, Unit, Wanted, sheets_of
from services.indicators.queries.source import Source
from services.indicators.rules.framework import Framework
from services.indicators.rules.rankings.changes import class_ranks, rank_change, share_change
from services.indicators.rules.rankings.robustness import SPREAD, Interval, Robustness
from services.indicators.rules.standing import Placed, goes_by_report, place, rule_told

_entry, _ranking, _class = light(RankingEntry), light(Ranking), light(UnitClass)
_interval, _told = light(RankInterval), light(Told)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside the place of a unit: its rank in its class, where it came before, how firm its place is."""

    framework: Framework
    classes: Mapping[str, int]
    before: Mapping[str, Placed]
    intervals: Mapping[str, Interval] = field(default_factory=dict)


async def get_ranking(source: Source, wanted: Wanted) -> Ranking:
    """The ranking of all units with a sheet, or of those within an area; see `sheets_of`."""
    return ranking_of(await sheets_of(source, wanted), wanted)


def ranking_of(sheets: Sheets, wanted: Wanted, robustness: Robustness | None = None) -> Ranking:
    """The list that sheets make."""
    framework, units = sheets.stored.framework, sheets.units
    standings = [unit.standing for unit in units.values()]
    placed = place(standings)
    around = _Around(
        framework,
        class_ranks([(one.key, units[one.key].row.kind, one.rank) for one in placed]),
        _before(sheets),
        robustness.intervals if robustness else {},
    )
    shown = [one for one in placed if wanted.unit_class in (None, units[one.key].row.kind)]
    kinds = Counter(unit.row.kind for unit in units.values())
    return _ranking(
        framework=framework.code,
        framework_name=framework.name,
        period=str(sheets.period),
        level=wanted.level or framework.level,
        of=len(units),
        rule=rule_told(by_report=goes_by_report(standings), everywhere=NATION in wanted.places),
        previous=None if sheets.previous is None else str(sheets.previous),
        classes=[_class(name=kind, of=count) for kind, count in sorted(kinds.items())],
        robustness=None if robustness is None else _how(robustness),
        items=[_item(one, units[one.key], around) for one in shown],
    )


def _before(sheets: Sheets) -> dict[str, Placed]:
    """By area where each unit came in the period compared with."""
    areas = {str(unit.row.id): unit.row.area for unit in sheets.earlier}
    return {areas[one.key]: one for one in place([unit.standing for unit in sheets.earlier])}


def _how(robustness: Robustness) -> Told:
    return _told(
        available=robustness.draws > 0, rule=robustness.rule, draws=robustness.draws, spread=float(SPREAD * 100)
    )


def _item(placed: Placed, unit: Unit, around: _Around) -> RankingEntry:
    before, interval = around.before.get(unit.row.area), around.intervals.get(placed.key)
    return _entry(
        rank=placed.rank,
        area=unit.row.area,
        area_name=unit.row.name,
        assessment=placed.key if unit.carried is None or unit.carried.units == 1 else "",
        score=number(unit.score),
        max=number(around.framework.for_unit(unit.row.area).scale.total),
        share=number(None if placed.share is None else placed.share * 100),
        basis=unit.basis,
        reported=unit.reported,
        tied=placed.tied,
        unit_class=unit.row.kind,
        class_rank=around.classes.get(placed.key),
        previous_rank=None if before is None else before.rank,
        rank_change=None if before is None else rank_change(before.rank, placed.rank),
        share_change=None if before is None else number(share_change(before.share, placed.share)),
        verified=number(_verified(unit)),
        carried=unit.carried,
        interval=None if interval is None else _interval(low=interval.low, median=interval.median, high=interval.high),
    )


def _verified(unit: Unit) -> Decimal | None:
    """Per cent of the criteria that somebody else has judged; nothing is known of what stands as published."""
    if unit.basis == REPORTED or not unit.row.leaves:
        return None
    return Decimal(unit.row.verified * 1000 // unit.row.leaves) / 10
