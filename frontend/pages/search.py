"""Search (Tìm kiếm): one box over areas old and new, indicators, frameworks and official documents, without marks."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contracts.indicators.definitions import FrameworkSummary
from frontend.addresses import address
from frontend.client import Card, Client, ClientDep, IndicatorFilter, InstrumentFilter, card_of
from frontend.reading.finds import Group, area_group, framework_group, indicator_group, instrument_group
from frontend.render import view
from kit.text import fold

SHOWN = 8
"""So many answers of each kind; a link leads to the rest."""
EXAMPLES = ("van chan", "04630", "ho so truc tuyen", "766", "to cong nghe so")

router = APIRouter(include_in_schema=False)


@router.get("/tim")
async def search(*, request: Request, client: ClientDep, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """What answers the words, kind by kind; to htmx only the answers."""
    words = q.strip()
    cards = await _asked(client, words) if fold(words) else []
    groups = [card.value for card in cards if card.value is not None and card.value.of]
    return view(
        request,
        "search/index.html",
        block="found",
        title=f"Tìm “{words}”" if words else "Tìm kiếm",
        q=words,
        groups=groups,
        of=sum(group.of for group in groups),
        failed=[name for name, card in zip(KINDS, cards, strict=False) if card.failed],
        examples=[(word, address("/tim", q=word)) for word in EXAMPLES],
    )


KINDS = ("địa bàn", "chỉ tiêu", "bộ chỉ số", "văn bản")


async def _asked(client: Client, words: str) -> list[Card[Group[Any]]]:
    return list(
        await asyncio.gather(
            card_of(_areas(client, words)),
            card_of(_indicators(client, words)),
            card_of(_frameworks(client, words)),
            card_of(_instruments(client, words)),
        )
    )


async def _areas(client: Client, words: str) -> Group[Any]:
    found = await client.find_areas(words, SHOWN + 1)
    return area_group(found.items, words, SHOWN)


async def _indicators(client: Client, words: str) -> Group[Any]:
    return indicator_group(await client.list_indicators(IndicatorFilter(q=words)), words, SHOWN)


async def _frameworks(client: Client, words: str) -> Group[Any]:
    wanted = fold(words).split()
    found = [one for one in await client.list_frameworks() if _has(one, wanted)]
    return framework_group(found, words, SHOWN)


def _has(framework: FrameworkSummary, words: list[str]) -> bool:
    told = fold(f"{framework.code} {framework.name} {framework.issuer.number} {framework.issuer.by}")
    return all(word in told for word in words)


async def _instruments(client: Client, words: str) -> Group[Any]:
    found = await client.list_instruments(InstrumentFilter(q=words, limit=SHOWN + 1))
    return instrument_group(found.items, words, SHOWN)
