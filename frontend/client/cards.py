"""Calls that may fail alone: a page with one card missing is better than no page.

Pages make them in parallel: `area, figures = await asyncio.gather(card_of(…), card_of(…))`.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kit.errors import Refusal
from kit.logs import log

T = TypeVar("T")
BUDGET = 1.0


@dataclass(frozen=True, slots=True)
class Card(Generic[T]):
    """What a call gave; without a value, `status` says why (503: it failed or took too long)."""

    value: T | None
    status: int = 200

    @property
    def failed(self) -> bool:
        """True when trying again may help; what the visitor may not see, or is not there, has not failed."""
        return self.status >= 500 or self.status == 429


async def card_of(call: Coroutine[Any, Any, T], budget: float = BUDGET) -> Card[T]:
    """The answer of a call, or why there is none; given up after `budget` seconds."""
    try:
        async with asyncio.timeout(budget):
            return Card(await call)
    except Refusal as refusal:
        return Card(None, refusal.status)
    except TimeoutError:
        log.warning("card given up", call=str(call), budget_seconds=budget)
        return Card(None, 503)
