"""Areas that were looked up, kept in memory: a statement that uses them says itself whether they still hold."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from services.indicators.queries.source import Source

AREAS_EDITION = "(select edition from editions where name = 'areas')"
"""Part of a statement: counts the changes of areas. Whoever copies them advances it in the same transaction."""
GUARD = """exists (select from editions where name = 'areas' and edition = %(areas_edition)s)
    and exists (select from editions where name = 'indicators' and edition = %(edition)s)"""
"""A condition that is met as long as areas and definitions are those of the parameters `FoundAreas.editions`."""

MOST = 2000
"""Questions kept for each database: the one asked longest ago goes first."""
LONGEST = 2000
"""Characters of the numbers kept, about 400 areas: beside a longer answer, looking up its areas is nothing."""


class FoundAreas(NamedTuple):
    """The areas somebody asked for, and those of them on which they may read what is not public.

    Numbers are an array as the database writes it, and go back to it as they are.
    """

    edition: int | None
    areas_edition: int | None
    areas: str
    mine: str
    periods: Sequence[int] | None

    @property
    def is_empty(self) -> bool:
        """Whether there is no such area."""
        return self.areas == "{}"

    @property
    def editions(self) -> dict[str, Any]:
        """The parameters of `GUARD`."""
        return {"edition": self.edition, "areas_edition": self.areas_edition}


_held: WeakKeyDictionary[Any, dict[Hashable, FoundAreas]] = WeakKeyDictionary()
"""One per database of this process. What was found depends on nothing but the question and where its asker may read."""


def kept(source: Source, question: Hashable | None) -> FoundAreas | None:
    """What was found for this question before, whether or not it still holds."""
    held = _held.get(source.origin)
    if held is None or question not in held:
        return None
    held[question] = held.pop(question)  # the newest is the last
    return held[question]


def put_by(source: Source, question: Hashable | None, found: FoundAreas) -> None:
    """Keep what was found, unless it is long or nobody could say whether it holds."""
    if question is None or len(found.areas) > LONGEST or None in (found.edition, found.areas_edition):
        return
    held = _held.setdefault(source.origin, {})
    held[question] = found
    if len(held) > MOST:
        del held[next(iter(held))]
