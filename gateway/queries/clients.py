"""API clients and their secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.clients import ApiClient, IssuedSecret
from gateway.models import ClientRow, ClientSecretRow
from gateway.queries.source import Source
from gateway.rules.systems.client_secrets import is_live
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import NotFound

LIVE = """
select client_id, name, scopes, area_id, expires_at, last_used_at from clients
where client_id = %(client_id)s and revoked_at is null and (expires_at is null or expires_at > now())
"""
SECRETS = """
select id, hash, last_used_at from client_secrets
where client_id = %(client_id)s and revoked_at is null and (expires_at is null or expires_at > now())
order by created_at desc
"""
_TOLD = """
select client_id, name, contact, scopes, area_id, created_at, created_by, version, expires_at, last_used_at, revoked_at,
    (select coalesce(jsonb_agg(secret order by secret.created_at desc), '[]') from (
        select id, created_at, expires_at, last_used_at, revoked_at from client_secrets
        where client_id = client.client_id
    ) secret) as secrets
from clients client
"""
_WITHIN = """
(area_id = any(%(places)s::text[]) or 'VN' = any(%(places)s)
    or exists (select from places place where place.id = client.area_id and place.reach && %(places)s::text[]))
"""
ONE = _TOLD + "where client_id = %(client_id)s and" + _WITHIN
LIST = (
    _TOLD
    + "where (revoked_at is not null) = %(revoked)s and"
    + _WITHIN
    + """
    and (%(name)s::text is null or (name, client_id) > (%(name)s, %(client_id)s))
order by name, client_id limit %(limit)s
"""
)
LOCKED = text("select name, contact, scopes, area_id, expires_at, revoked_at, version from clients"
              " where client_id = :client_id for update")  # fmt: skip
LOCKED_SECRETS = text("select id, expires_at, revoked_at from client_secrets where client_id = :client_id"
                      " order by created_at for update")  # fmt: skip


_MAY_BE_AREA = """
select 1 where not exists (select from places) or exists (select from places where id = %(area)s)
"""
MISSING = "Không có hệ thống kết nối này."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients: those governed from one of `places`, revoked or not."""

    places: list[str]
    revoked: bool = False


async def find_client(reader: Reader, *, client_id: str) -> Row | None:
    """A client that holds: neither revoked nor expired."""
    return await reader.maybe(LIVE, {"client_id": client_id})


async def list_live_secrets(reader: Reader, *, client_id: str) -> list[Row]:
    """The secrets that hold of a client."""
    return await reader.rows(SECRETS, {"client_id": client_id})


async def get_client(source: Source, *, client_id: str, places: Sequence[str]) -> Row:
    """One client with its secrets, whatever became of it; NotFound when it is not governed from `places`."""
    found = await source.rows(ONE, {"client_id": client_id, "places": list(places)})
    if not found:
        raise NotFound(MISSING)
    return found[0]


async def list_clients(reader: Reader, wanted: Wanted, *, after: Sequence[str] | None, limit: int) -> list[Row]:
    """Clients by name; one more than `limit`, so that it is known whether there are others."""
    name, client_id = after or (None, None)
    told = {"places": wanted.places, "revoked": wanted.revoked}
    return await reader.rows(LIST, told | {"name": name, "client_id": client_id, "limit": limit + 1})


def client_of(row: Row, now: datetime) -> ApiClient:
    """A row as it crosses the wire."""
    live = is_live(row.expires_at, row.revoked_at, now)
    return ApiClient(
        client_id=row.client_id,
        name=row.name,
        contact=row.contact,
        scopes=row.scopes,
        area=row.area_id,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        live=live,
        version=row.version,
        secrets=[_secret_of(secret, now, live=live) for secret in row.secrets],
    )


def _secret_of(told: Mapping[str, str | None], now: datetime, *, live: bool) -> IssuedSecret:
    ends = [datetime.fromisoformat(end) if end else None for end in (told["expires_at"], told["revoked_at"])]
    known = [end for end in ends if end is not None]
    return IssuedSecret(
        id=told["id"],
        created_at=told["created_at"],
        expires_at=min(known, default=None),
        last_used_at=told["last_used_at"],
        live=live and is_live(ends[0], ends[1], now),
    )


async def may_be_area(source: Source, area: str) -> bool:
    """Whether the register knows an area of this id, or knows nothing yet."""
    return bool(await source.rows(_MAY_BE_AREA, {"area": area}))


async def lock_client(session: AsyncSession, *, client_id: str) -> Row:
    """A client for one who changes it; NotFound."""
    found = (await session.execute(LOCKED, {"client_id": client_id})).one_or_none()
    if found is None:
        raise NotFound(MISSING)
    return found


async def lock_secrets(session: AsyncSession, *, client_id: str) -> Sequence[Row]:
    """All secrets of a client, the oldest first."""
    return (await session.execute(LOCKED_SECRETS, {"client_id": client_id})).all()


async def add_client(session: AsyncSession, client: Mapping[str, Any]) -> None:
    """Store a client."""
    await session.execute(insert(ClientRow).values(**client))


async def change_client(session: AsyncSession, *, client_id: str, values: Mapping[str, Any]) -> None:
    """Change what is told, and with it the version."""
    chosen = update(ClientRow).where(col(ClientRow.client_id) == client_id)
    await session.execute(chosen.values(**values, version=col(ClientRow.version) + 1))


async def add_secret(session: AsyncSession, *, client_id: str, secret_hash: bytes) -> UUID:
    """Store a secret that holds from now on."""
    row = {"client_id": client_id, "hash": secret_hash}
    made = await session.execute(insert(ClientSecretRow).values(row).returning(col(ClientSecretRow.id)))
    return UUID(str(made.scalar_one()))


async def change_secret(session: AsyncSession, *, secret: UUID, values: Mapping[str, Any]) -> None:
    """Let a secret end, now or later."""
    await session.execute(update(ClientSecretRow).where(col(ClientSecretRow.id) == secret).values(**values))


async def note_use(session: AsyncSession, *, client_id: str, secret: UUID, now: datetime) -> None:
    """Remember when a client last took a token, and with which secret."""
    client = update(ClientRow).where(col(ClientRow.client_id) == client_id)
    await session.execute(client.values(last_used_at=now))
    await change_secret(session, secret=secret, values={"last_used_at": now})
