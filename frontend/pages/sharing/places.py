"""The areas a system may be given, and their names."""

import asyncio
import re
from collections.abc import Collection, Mapping

from contracts.access import Right
from contracts.directory import AREA_ID
from frontend.client import Client, card_of
from kit.caller import Caller
from kit.clock import today


async def names_of(client: Client, areas: Collection[str]) -> Mapping[str, str]:
    """Their names; the id where the register does not answer."""
    listed = sorted(areas)
    found = await asyncio.gather(*(card_of(client.get_area(area)) for area in listed))
    return {area: card.value.name if card.value else area for area, card in zip(listed, found, strict=True)}


async def area_options(client: Client, caller: Caller, chosen: str) -> list[tuple[str, str]]:
    """The areas on which the visitor manages systems, each with the units directly below, and the one chosen now."""
    held = [place for place in caller.places(Right.CLIENTS_MANAGE) if re.fullmatch(AREA_ID, place)]
    below = await asyncio.gather(*(card_of(client.list_children(place, today().isoformat())) for place in held))
    own = await names_of(client, {*held, *([chosen] if re.fullmatch(AREA_ID, chosen) else [])})
    options: dict[str, str] = {}
    for place, units in zip(held, below, strict=True):
        options[place] = own[place]
        options |= {unit.id: f"– {unit.name}" for unit in units.value or []}
    if chosen in own:
        options.setdefault(chosen, own[chosen])
    return list(options.items())
