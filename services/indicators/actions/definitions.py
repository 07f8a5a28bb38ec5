"""Defining indicators (chỉ tiêu): a file is taken over whole, and taken over again without effect."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.indicators.actions.measurements.parked import take_up_again
from services.indicators.queries.areas import advance_edition
from services.indicators.queries.indicators import put_indicators
from services.indicators.queries.register import INDICATORS, claim_register
from services.indicators.queries.rollups import recount_rollups
from services.indicators.queries.source import Transaction
from services.indicators.rules.definitions import IndicatorDefinition


async def define_indicators(session: AsyncSession, definitions: Sequence[IndicatorDefinition]) -> int:
    """Take over definitions; returns how many were new or changed. Sums follow when values add up otherwise."""
    source = Transaction(session)
    await claim_register(source)
    written = await put_indicators(source, definitions)
    if any(row.adds_up_otherwise and not row.is_new for row in written):
        await recount_rollups(source)
    if written:
        await advance_edition(source, INDICATORS)
        await take_up_again(session, indicators={row.code for row in written})
    return len(written)
