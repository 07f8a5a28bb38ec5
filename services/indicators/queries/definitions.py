"""Definitions of all indicators, kept in memory: their edition, asked with every question, says when to read anew."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from kit.light import write
from services.indicators.queries.indicators import indicator_of
from services.indicators.queries.source import Source

EDITION = "(select edition from editions where name = 'indicators')"
"""Part of a statement: counts the changes of definitions. Whoever changes one advances it in the same transaction."""

_EDITION = f"select {EDITION} as edition"
_ALL = f"""
    select indicators.*, {EDITION} as edition from indicators order by sort_code collate "C"
"""  # noqa: S608 - our own statement


@dataclass(frozen=True, slots=True)
class Definitions:
    """Rows by number in the natural order of codes, and each as the JSON of its contract."""

    edition: int | None
    rows: dict[int, Any]
    written: dict[int, msgspec.Raw]


_held: WeakKeyDictionary[Any, Definitions] = WeakKeyDictionary()
"""One per database of this process. What an indicator is, is told to everybody: whoever asked first may be another."""


async def definitions_of(source: Source, edition: int | None) -> Definitions:
    """The definitions of this edition or a newer one; read only when the edition moved on."""
    held = _held.get(source.origin)
    if held is not None and edition is not None and held.edition == edition:
        return held
    rows = await source.rows(_ALL)
    found = Definitions(
        edition=rows[0].edition if rows else None,
        rows={row.no: row for row in rows},
        written={row.no: msgspec.Raw(write(indicator_of(row))) for row in rows},
    )
    _held[source.origin] = found
    return found


async def current_definitions(source: Source) -> Definitions:
    """The definitions as they are now; one small statement when nothing changed."""
    return await definitions_of(source, (await source.rows(_EDITION))[0].edition)
