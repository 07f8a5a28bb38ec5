"""Reading and recording official documents."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.instruments import INSTRUMENT_KINDS, Instrument, InstrumentKind
from kit.database import Reader
from kit.light import light
from kit.paging import cursor, keys_of
from kit.text import fold

MISSING = "Không có văn bản này."
_Instrument = light(Instrument)
_FIELDS = ("number", "kind", "issuer", "issued_on", "year", "title", "note", "certainty", "source")
_SELECT = f"select id::text as id, {', '.join(_FIELDS)} from instruments where"  # noqa: S608 - our own columns
# Days since the beginning of our era; one of which only the year is known stands at its beginning.
_DAY = "coalesce(issued_on, make_date(year, 1, 1)) - date '0001-01-01' + 1"
_CONDITIONS = {
    "words": "(select bool_and(position(word in folded) > 0) from unnest(%(words)s::text[]) as word)",
    "kind": "kind = %(kind)s",
    "year": "year = %(year)s",
    "after_day": f"({_DAY}, number, id::text) < (%(after_day)s, %(after_number)s, %(after_id)s)",
}
_ORDER = f"order by {_DAY} desc, number desc, id::text desc limit %(limit)s"
_ONE = f"{_SELECT} id::text = %(id)s"
_PUT = text(f"""
    insert into instruments as held ({", ".join(_FIELDS)}, folded)
    select {", ".join(_FIELDS)}, folded
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (
        number text, kind text, issuer text, issued_on date, year int, title text, note text, certainty text,
        source text, folded text
    )
    on conflict (number, issuer, year) do update set {
    ", ".join(f"{name} = excluded.{name}" for name in (*_FIELDS, "folded"))
}
    where ({", ".join(f"held.{name}" for name in _FIELDS)}) is distinct from (
        {", ".join(f"excluded.{name}" for name in _FIELDS)}
    )
    returning number
""")  # noqa: S608 - our own columns


def instrument(row: Any) -> Instrument:
    """The document a row holds, as a light twin of its contract."""
    return _Instrument(id=row.id, **{name: getattr(row, name) for name in _FIELDS})


def instrument_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor((row.issued_on or date(row.year, 1, 1)).toordinal(), row.number, row.id)


async def get_instrument(reader: Reader, instrument_id: str) -> Instrument:
    """One document; NotFound."""
    return instrument(await reader.one(_ONE, {"id": instrument_id}, MISSING))


async def list_instruments(
    reader: Reader, *, q: str | None, kind: InstrumentKind | None, year: int | None, after: str | None, limit: int
) -> list[Any]:
    """Rows of the documents wanted, newest first, one more than `limit`; `q` is words in any order."""
    keys = keys_of(after, (int, str, str))
    values: dict[str, Any] = {
        "words": (fold(q).split() if q else None) or None,
        "kind": kind and kind.value,
        "year": year,
        **(dict(zip(("after_day", "after_number", "after_id"), keys, strict=True)) if keys else {}),
    }
    given = {name: value for name, value in values.items() if value is not None}
    conditions = " and ".join(["true", *(_CONDITIONS[name] for name in given if name in _CONDITIONS)])
    return await reader.rows(" ".join([_SELECT, conditions, _ORDER]), {**given, "limit": limit + 1})


async def save_instruments(session: AsyncSession, instruments: Sequence[Instrument]) -> list[str]:
    """Insert or correct documents, known by number, issuer and year; the numbers of those that are new or changed."""
    rows = [
        {
            **each.model_dump(mode="json", exclude={"id"}),
            "folded": fold(f"{INSTRUMENT_KINDS[each.kind]} {each.number} {each.issuer} {each.title}"),
        }
        for each in instruments
    ]
    return list((await session.execute(_PUT, {"rows": json.dumps(rows)})).scalars())
