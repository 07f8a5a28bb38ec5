"""Finalising: what was appraised becomes final wherever nobody gave another final score."""

from kit.caller import Caller
from services.indicators.queries import frameworks, scores
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Source
from services.indicators.queries.totals import put_totals
from services.indicators.rules.assessment import assess
from services.indicators.rules.rounds.finalising import final_changes
from services.indicators.rules.score_changes import points_after


async def finalise_scores(source: Source, caller: Caller, entry: Entry) -> None:
    """Give every appraised criterion without a final score the appraised one."""
    standing = await scores.present_scores(source, entry.head.id)
    changes = final_changes(entry.head.framework, standing)
    if changes:
        stored = (await frameworks.frameworks_by_id(source, {entry.head.framework_id}))[entry.head.framework_id]
        await scores.write_changes(
            source, entry.head.id, entry.head.framework_id, changes, by_id=caller.id, by_name=caller.name
        )
        sheet = assess(entry.head.framework, points_after(standing, changes))
        await put_totals(source, stored, {entry.head.id: sheet})
