"""Rankings (xếp hạng) of the sheets of one framework and period, units as they were then."""

from decimal import Decimal

from contracts.directory import AreaLevel
from contracts.indicators.assessments import Ranking, RankingEntry, Stage
from contracts.periods import Period
from kit.numbers import round_half_up
from services.indicators.queries.areas import get_area
from services.indicators.queries.assessments import ranked_sheets
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Source
from services.indicators.rules.assessment import RANK_PLACES, StageTotal
from services.indicators.rules.standing import (
    REPORTED_RULE,
    RULE,
    Placed,
    Standing,
    decisive_stage,
    goes_by_report,
    place,
)

_REPORTED = "reported"
_PERCENT_PLACES = RANK_PLACES - 2


async def get_ranking(
    source: Source, *, framework: str, period: Period, level: AreaLevel | None, within: str | None
) -> Ranking:
    """The ranking of all units with a sheet, or of those within an area; empty at a level the framework is not for.

    NotFound for an unknown framework or area.
    """
    stored = await get_stored(source, framework)
    entries: list[Entry] = []
    if level is None or level is stored.framework.level:
        entries = await ranked_sheets(source, framework_id=stored.id, period=period, within=within)
    if within is not None and not entries:
        await get_area(source, within)  # a ranking within nothing would look like an empty one
    by_key = {str(entry.id): entry for entry in entries}
    standings = [_standing(entry) for entry in entries]
    return Ranking(
        framework=stored.framework.code,
        framework_name=stored.framework.name,
        period=str(period),
        level=level or stored.framework.level,
        of=len(entries),
        rule=REPORTED_RULE if goes_by_report(standings) else RULE,
        items=[_item(placed, by_key[placed.key]) for placed in place(standings)],
    )


def _standing(entry: Entry) -> Standing:
    reported_rank = None if entry.reported is None else entry.reported.rank
    return Standing(str(entry.id), entry.area_short_name, _share(entry, decisive_stage(entry.sheet)), reported_rank)


def _item(placed: Placed, entry: Entry) -> RankingEntry:
    stage = decisive_stage(entry.sheet)
    share = _share(entry, stage)
    return RankingEntry(
        rank=placed.rank,
        area=entry.area,
        area_name=entry.area_name,
        assessment=placed.key,
        score=_score(entry, stage),
        max=entry.framework.scale.total,
        share=None if share is None else round_half_up(share * 100, _PERCENT_PLACES),
        basis=_basis(entry, stage),
        reported=entry.reported,
        tied=placed.tied,
    )


def _basis(entry: Entry, stage: Stage | None) -> str:
    """What the score is; a sheet that has nothing yet will first be scored by its unit."""
    if stage is not None:
        return stage.value
    return Stage.SELF.value if entry.reported is None else _REPORTED


def _score(entry: Entry, stage: Stage | None) -> Decimal | None:
    if stage is not None:
        return _total(entry, stage).points
    return None if entry.reported is None else entry.reported.score


def _share(entry: Entry, stage: Stage | None) -> Decimal | None:
    if stage is not None:
        return _total(entry, stage).share
    score = _score(entry, stage)
    return None if score is None else score / entry.framework.scale.total


def _total(entry: Entry, stage: Stage) -> StageTotal:
    return entry.sheet.total.stage(stage)
