"""Those who may appraise an area: to be named to a panel."""

from typing import Any
from uuid import UUID

from contracts.access import RIGHTS, Right, Role
from contracts.appraisers import Appraiser
from gateway.queries.source import Source
from kit.database.pool import Row
from kit.text import fold

_ROLES = sorted(role.value for role in Role if Right.ASSESSMENTS_APPRAISE in RIGHTS[role])
_FIND = """
    select accounts.id, accounts.name, accounts.email, home.name as place_name
    from accounts left join places home on home.id = accounts.place
    where accounts.disabled_at is null and position(%(words)s in accounts.folded) > 0
      and exists (
          select from role_grants own left join places ground on ground.id = own.place
          where own.account_id = accounts.id and own.role = any(%(roles)s::text[])
            and (own.until is null or own.until > now())
            and array[own.place, ground.serves] && %(reach)s::text[])
      and (%(after)s::uuid is null or (accounts.sort_key, accounts.id) > (
          (select last.sort_key from accounts last where last.id = %(after)s::uuid), %(after)s::uuid))
    order by accounts.sort_key, accounts.id limit %(limit)s
"""


async def list_appraisers(source: Source, reach: list[str], words: str, *, after: UUID | None, limit: int) -> list[Row]:
    """Accounts in use whose role reaches a place, in the Vietnamese order of names; one more than `limit`."""
    told: dict[str, Any] = {"reach": reach, "words": fold(words), "roles": _ROLES, "after": after, "limit": limit + 1}
    return await source.rows(_FIND, told)


def appraiser_of(row: Row) -> Appraiser:
    """The contract of a row."""
    return Appraiser(account=str(row.id), name=row.name, email=row.email, place_name=row.place_name)
