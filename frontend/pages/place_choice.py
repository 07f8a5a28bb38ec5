"""Choosing an area or organisation without scripts: words are typed, and one of several that fit is chosen."""

import re
from dataclasses import dataclass, field

from contracts.access import Right
from contracts.accounts import Place
from frontend.client import Client

MANY = "Có nhiều nơi khớp. Hãy chọn một nơi trong danh sách “Nơi tìm được”."
NONE = "Không có nơi nào khớp trong phạm vi của bạn. Hãy gõ tên ngắn hơn, gõ không dấu, hoặc gõ mã."
EMPTY = "Hãy gõ tên hoặc mã."
LONGEST_WORDS = 100
_CODE = re.compile(r"\(([A-Za-z0-9.-]+)\)$")


@dataclass(frozen=True, slots=True)
class PlaceBox:
    """What stands in the boxes of a place: the words, the places found by them, and the one chosen."""

    words: str = ""
    chosen: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    error: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether one place is meant."""
        return bool(self.chosen) and self.error is None


async def settled(client: Client, words: str, chosen: str, right: Right | None = None) -> PlaceBox:
    """The place that is meant: by its code, also behind its name in brackets, by the only name that fits, or by the
    choice among those found.
    """
    words = words.strip()
    if not words:
        return PlaceBox(error=EMPTY)
    told = _CODE.search(words)
    named = [place for place in await client.find_places(told[1], right) if place.id == told[1]] if told else []
    found = named or await client.find_places(words[:LONGEST_WORDS], right)
    options = [(place.id, label_of(place)) for place in found]
    exact = [place for place in found if words.casefold() in (place.id.casefold(), place.name.casefold())]
    only = found if len(found) == 1 else exact
    if chosen in dict(options):
        return PlaceBox(words, chosen, options)
    if len(only) == 1:
        return PlaceBox(words, only[0].id, options)
    return PlaceBox(words, "", options, MANY if found else NONE)


def written(name: str, code: str) -> str:
    """A place as a box shows it and takes it back: `Xã Tú Lệ (X04630-2025)`."""
    return f"{name} ({code})" if name and name != code else code


def label_of(place: Place) -> str:
    """A place as it is told from others of its name."""
    return ", ".join(part for part in (place.name, place.above) if part) + f" ({place.id})"
