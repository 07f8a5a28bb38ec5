"""Which areas are governed from the places where somebody holds a right."""

from collections.abc import Collection

EVERYWHERE = "VN"


def governs(places: Collection[str], area: str) -> bool:
    """Whether `area` is governed from one of `places`."""
    return EVERYWHERE in places or area in places
