"""Writing organisations and their names as whole sets."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.text import fold, vi_sort_key
from services.directory.rules.register import OrganisationRecord

_ORGANISATIONS = text("""
    insert into organisations (code, kind, area_id)
    select code, kind, area_id
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (code text, kind text, area_id text)
    on conflict (code) do update set kind = excluded.kind, area_id = excluded.area_id
    where (organisations.kind, organisations.area_id) is distinct from (excluded.kind, excluded.area_id)
    returning code
""")
_PARENTS = text("""
    update organisations set parent_id = parent.id
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (code text, parent_code text)
    left join organisations as parent on parent.code = given.parent_code
    where organisations.code = given.code and organisations.parent_id is distinct from parent.id
    returning organisations.code
""")
_GIVEN = """
    jsonb_to_recordset(cast(:rows as jsonb)) as given (
        code text, name text, valid_from date, valid_to date, folded text, sort_key text
    )
"""
_SAME = """
    given.name = kept.name and given.valid_from is not distinct from kept.valid_from
        and given.valid_to is not distinct from kept.valid_to
"""
_FORGET_NAMES = text(f"""
    delete from organisation_names as kept using organisations
    where organisations.id = kept.organisation_id and organisations.code = any(:codes)
        and not exists (select from {_GIVEN} where given.code = organisations.code and {_SAME})
    returning organisations.code
""")  # noqa: S608 -- pieces named above, nothing from outside
_ADD_NAMES = text(f"""
    with added as (
        insert into organisation_names (organisation_id, name, valid_from, valid_to, folded, sort_key)
        select organisations.id, given.name, given.valid_from, given.valid_to, given.folded,
            decode(given.sort_key, 'hex')
        from {_GIVEN} join organisations on organisations.code = given.code
        where not exists (
            select from organisation_names as kept where kept.organisation_id = organisations.id and {_SAME}
        )
        returning organisation_id
    )
    select distinct organisations.code from added join organisations on organisations.id = added.organisation_id
""")  # noqa: S608
_IDENTITIES = text("""
    select code, id::text as id, parent_id::text as parent_id from organisations where code = any(:codes)
""")
_UNKNOWN = text("""
    select given.code from unnest(cast(:codes as text[])) as given (code)
    where not exists (select from organisations where organisations.code = given.code)
    order by given.code
""")


async def save_organisations(session: AsyncSession, records: Sequence[OrganisationRecord]) -> set[str]:
    """Insert or update organisations, their parents and names; the codes of those that are new or changed."""
    rows = json.dumps(
        [
            {"code": record.code, "kind": record.kind, "area_id": record.area_id, "parent_code": record.parent_code}
            for record in records
        ]
    )
    names, codes = _name_rows(records), [record.code for record in records]
    changed: set[str] = set()
    for statement, parameters in (
        (_ORGANISATIONS, {"rows": rows}),
        (_PARENTS, {"rows": rows}),
        (_FORGET_NAMES, {"rows": names, "codes": codes}),
        (_ADD_NAMES, {"rows": names}),
    ):
        changed.update((await session.execute(statement, parameters)).scalars())
    return changed


def _name_rows(records: Sequence[OrganisationRecord]) -> str:
    return json.dumps(
        [
            {
                **name.model_dump(mode="json"),
                "code": record.code,
                "folded": fold(name.name),
                "sort_key": vi_sort_key(name.name).hex(),
            }
            for record in records
            for name in record.names
        ]
    )


async def find_unknown_codes(session: AsyncSession, codes: set[str]) -> list[str]:
    """Those codes that no organisation bears."""
    return list((await session.execute(_UNKNOWN, {"codes": sorted(codes)})).scalars())


async def get_identities(session: AsyncSession, codes: set[str]) -> dict[str, Any]:
    """Code → internal id and parent's internal id."""
    return {row.code: row for row in await session.execute(_IDENTITIES, {"codes": sorted(codes)})}
