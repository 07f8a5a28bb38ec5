"""The form of a target, shown anew with what was typed and what is wrong with it."""

import asyncio
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any

from fastapi import Depends, Request

from contracts.access import Right
from frontend.client import Client, card_of
from frontend.reading.target_forms import COMPARATORS, Typed
from frontend.reading.target_rows import WAYS

LONGEST = 4000


async def typed_of(request: Request) -> Typed:
    """What stands in the boxes of the form that was sent; other fields are not read."""
    sent = await request.form()
    boxes = {box.name: str(sent[box.name])[:LONGEST].strip() for box in fields(Typed) if box.name in sent}
    return Typed(**boxes)


TypedDep = Annotated[Typed, Depends(typed_of)]


async def form_context(request: Request, client: Client, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    """What the boxes need."""
    indicators, places = await asyncio.gather(client.list_indicators(), _places(request, client, typed.dv))
    return {
        "typed": typed,
        "errors": errors,
        "places": places,
        "indicators": [("", "Chưa có chỉ tiêu đo"), *((one.code, f"{one.code} {one.name}") for one in indicators)],
        "comparators": COMPARATORS,
        "ways": [(way.value, word) for way, word in WAYS.items()],
    }


async def _places(request: Request, client: Client, chosen: str) -> list[tuple[str, str]]:
    """Where the visitor may set targets: the places of their right with the units below, and the one chosen."""
    held = request.state.caller.places(Right.TARGETS_WRITE)
    found: dict[str, str] = {}
    for place in held:
        area, below = await asyncio.gather(card_of(client.get_area(place)), card_of(client.list_children(place)))
        if area.value is not None:
            found[place] = area.value.name
            found |= {unit.id: f"– {unit.name}" for unit in below.value or []}
    if chosen and chosen not in found:
        named = await card_of(client.get_area(chosen))
        found[chosen] = named.value.name if named.value else chosen
    return list(found.items())
