"""What later areas are read of: written when lineage is copied, by difference."""

from collections.abc import Sequence
from dataclasses import astuple

from services.indicators.queries.source import Source
from services.indicators.rules.boundaries.carrying import Carry
from services.indicators.rules.boundaries.flows import Step

_STEPS = "select predecessor_id, successor_id, kind = 'whole' as whole, share from lineages"
_HELD = "select target_no, source_no, is_leaf, whole, share, valid_from, valid_to from carries"
_REMOVE = """
    delete from carries using unnest(%(targets)s::int[], %(sources)s::int[]) as gone (target_no, source_no)
    where (carries.target_no, carries.source_no) = (gone.target_no, gone.source_no)
"""
_PUT = """
    insert into carries (target_no, source_no, is_leaf, whole, share, valid_from, valid_to)
    select * from unnest(%(targets)s::int[], %(sources)s::int[], %(leaves)s::bool[], %(wholes)s::bool[],
                         %(shares)s::numeric[], %(starts)s::date[], %(ends)s::date[])
"""


async def list_steps(source: Source) -> list[Step]:
    """Every step of lineage that was copied."""
    return [Step(row.predecessor_id, row.successor_id, row.whole, row.share) for row in await source.rows(_STEPS)]


async def put_carries(source: Source, carries: Sequence[Carry]) -> None:
    """Make these the carries there are; what stays as it was is left alone."""
    held = {tuple(row) for row in await source.rows(_HELD)}
    told = {astuple(carry) for carry in carries}
    gone, fresh = sorted(held - told, key=_pair), sorted(told - held, key=_pair)
    if gone:
        await source.rows(_REMOVE, {"targets": [row[0] for row in gone], "sources": [row[1] for row in gone]})
    if fresh:
        names = ("targets", "sources", "leaves", "wholes", "shares", "starts", "ends")
        await source.rows(_PUT, dict(zip(names, map(list, zip(*fresh, strict=True)), strict=True)))


def _pair(row: tuple[object, ...]) -> tuple[int, int]:
    return int(str(row[0])), int(str(row[1]))
