"""How firm places are, made once for each state of the sheets, beside the event loop."""

from collections import OrderedDict

from anyio import CapacityLimiter, to_thread

from services.indicators.queries.rankings.contests import Edition, contest_of, edition_of, read_contest
from services.indicators.queries.rankings.sheets import Sheets, Wanted, sheets_of
from services.indicators.queries.source import Source
from services.indicators.rules.rankings.robustness import Robustness, robustness_of

MOST_KEPT = 64
_ROOM = CapacityLimiter(1)
_kept: "OrderedDict[Edition, Robustness]" = OrderedDict()


async def firm_sheets(source: Source, wanted: Wanted) -> tuple[Sheets, Robustness]:
    """The sheets of a ranking with the intervals that belong to exactly them.

    What is kept is found by the edition of the sheets just read, so it is never of another state; who comes while it
    is being made waits for it.
    """
    sheets = await sheets_of(source, wanted)
    found = _kept_of(edition_of(sheets))
    if found is not None:
        return sheets, found
    async with _ROOM:
        found = _kept_of(edition_of(sheets))
        if found is not None:
            return sheets, found
        contest = await contest_of(source, sheets)
        if contest is None:
            read = await read_contest(source, wanted)
            sheets, contest = read.sheets, read.contest
        found = await to_thread.run_sync(robustness_of, contest)
        _keep(edition_of(sheets), found)
    return sheets, found


def forget() -> None:
    """Make everything anew, as after a start."""
    _kept.clear()


def _kept_of(edition: Edition) -> Robustness | None:
    found = _kept.get(edition)
    if found is not None:
        _kept.move_to_end(edition)
    return found


def _keep(edition: Edition, made: Robustness) -> None:
    _kept[edition] = made
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
