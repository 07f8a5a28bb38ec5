"""Forms (biểu mẫu): as they stand, one by one or all, and written edition by edition."""

import json
from typing import Any

from contracts.indicators.forms import Form, FormSummary, FormWrite
from kit.caller import Caller
from kit.errors import NotFound
from services.indicators.queries.source import Source
from services.indicators.rules.forms.form import KnownForm, read_form

_FORMS = """
    select f.id, f.code, f.edition, f.definition, e.at, e.by_id, e.by_name
    from forms f join form_editions e on e.form_id = f.id and e.edition = f.edition
"""
_LIST = f"""
    {_FORMS} where (%(after)s::text is null or f.code collate "C" > %(after)s)
    order by f.code collate "C" limit %(limit)s
"""
_BY_CODE = f"{_FORMS} where f.code = %(code)s"
_ALL = "select id, code, edition, definition from forms order by code"
_LOCK = "select edition from forms where code = %(code)s for update"
_PUT = """
    with held as (
        insert into forms as held (code, edition, definition, applies_in, level, kinds)
        values (%(code)s, 1, %(definition)s, %(areas)s::text[], %(level)s, %(kinds)s::text[])
        on conflict (code) do update set
            edition = held.edition + 1, definition = excluded.definition, applies_in = excluded.applies_in,
            level = excluded.level, kinds = excluded.kinds
        returning held.id, held.edition
    )
    select id, edition from held
"""
_KEEP = """
    insert into form_editions (form_id, edition, definition, by_id, by_name)
    values (%(id)s, %(edition)s, %(definition)s, %(by_id)s, %(by_name)s)
"""


def known_form(row: Any) -> KnownForm:
    """The form a row holds."""
    return read_form(row.id, row.code, row.edition, row.definition)


async def all_forms(source: Source) -> list[KnownForm]:
    """Every form as it stands."""
    return [known_form(row) for row in await source.rows(_ALL)]


async def list_forms(source: Source, *, after: str | None, limit: int) -> list[Any]:
    """Rows of forms by code; at most limit + 1."""
    return await source.rows(_LIST, {"after": after, "limit": limit + 1})


async def find_form(source: Source, code: str) -> KnownForm | None:
    """One form, None when there is none."""
    rows = await source.rows(_BY_CODE, {"code": code})
    return known_form(rows[0]) if rows else None


async def get_form_row(source: Source, code: str) -> Any:
    """The row of one form; NotFound for an unknown code."""
    rows = await source.rows(_BY_CODE, {"code": code})
    if not rows:
        raise NotFound(f"Không có biểu mẫu “{code}”.")
    return rows[0]


async def lock_form(source: Source, code: str) -> int | None:
    """The edition of a form that nobody else changes until this transaction ends, None when there is none."""
    rows = await source.rows(_LOCK, {"code": code})
    return rows[0].edition if rows else None


async def put_form(source: Source, code: str, terms: FormWrite, by: Caller) -> int:
    """Write a new edition of a form; its number."""
    definition = written(terms)
    parameters = {
        "code": code,
        "definition": definition,
        "areas": list(terms.areas),
        "level": terms.level.value,
        "kinds": list(terms.kinds),
    }
    [row] = await source.rows(_PUT, parameters)
    kept = {"id": row.id, "edition": row.edition, "definition": definition, "by_id": by.id, "by_name": by.name}
    await source.rows(_KEEP, kept)
    edition: int = row.edition
    return edition


def written(terms: FormWrite) -> str:
    """The terms as they are stored: equal ones are equal text."""
    return json.dumps(terms.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


def summary_of(row: Any, *, by_name: bool) -> FormSummary:
    """A form without its lines."""
    return FormSummary(**_told(row, by_name))


def form_of(row: Any, *, by_name: bool) -> Form:
    """A form with its lines."""
    terms = known_form(row).terms
    return Form(
        **_told(row, by_name), items=terms.items, change=terms.change, unchanged=terms.unchanged, rules=terms.rules
    )


def _told(row: Any, by_name: bool) -> dict[str, Any]:
    terms = known_form(row).terms
    return {
        **terms.model_dump(exclude={"items", "change", "unchanged", "rules"}),
        "code": row.code,
        "edition": row.edition,
        "published_at": row.at,
        "published_by": row.by_name if by_name else "(ẩn)",
        "item_count": len(terms.items),
    }
