"""API clients (hệ thống kết nối): registered, changed, given secrets that overlap, revoked."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.clients import ApiClientCreate, ApiClientUpdate
from contracts.reach import NATION
from gateway.actions.audit import OPERATOR, Actor, Deed, record
from gateway.actions.opaque import hash_of
from gateway.queries import clients as queries
from gateway.queries.places import reach_of
from gateway.queries.source import Transaction
from gateway.rules.systems.client_secrets import MOST_LIVE, end_of_old, is_live
from kit.database.pool import Row
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kit.shapes import Fault
from kit.validation import faults

OUT_OF_REACH = "Địa bàn này ngoài phạm vi quản trị của tài khoản."


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """What a system signs in with; the secret cannot be shown again."""

    client_id: str
    client_secret: str
    secret_id: str = ""


@dataclass(frozen=True, slots=True)
class Manager:
    """Who manages clients, on which places, and when; an operator does so everywhere."""

    actor: Actor
    places: Sequence[str]
    now: datetime


def by_operator(now: datetime) -> Manager:
    """Whoever holds the server."""
    return Manager(OPERATOR, (NATION,), now)


def registration(**told: Any) -> ApiClientCreate:
    """A new client as it was told in words; Invalid with every fault."""
    try:
        return ApiClientCreate(**told)
    except ValidationError as error:
        raise Invalid("Chưa tạo được hệ thống kết nối, xem từng mục.", faults(error.errors())) from error


async def create_client(session: AsyncSession, wanted: ApiClientCreate, by: Manager) -> ClientSecret:
    """Register a client with its first secret. Forbidden outside one's reach, Invalid when it has expired already."""
    await _check(session, wanted, by)
    client_id = f"lt-{secrets.token_hex(8)}"
    told = _told(wanted)
    await queries.add_client(session, {"client_id": client_id, "created_by": by.actor.actor_name, **told})
    made = await _add_secret(session, client_id)
    await _record(session, by, Action.CLIENT_CREATED, client_id, wanted.area, after=_plain(told))
    return made


async def change_client(
    session: AsyncSession, client_id: str, wanted: ApiClientUpdate, *, seen: int, by: Manager
) -> None:
    """Change what a client is and may; Stale when somebody did so since version `seen`."""
    found = await _managed(session, client_id, by)
    if found.version != seen:
        raise Stale("Hệ thống kết nối này vừa được người khác sửa. Hãy tải lại rồi sửa tiếp.")
    told = _told(wanted)
    before = {name: getattr(found, name) for name in told}
    if before == told:
        return
    await _check(session, wanted, by, expires_before=found.expires_at)
    await queries.change_client(session, client_id=client_id, values=told)
    changed = [name for name in told if before[name] != told[name]]
    await _record(
        session,
        by,
        Action.CLIENT_CHANGED,
        client_id,
        wanted.area,
        before=_plain({name: before[name] for name in changed}),
        after=_plain({name: told[name] for name in changed}),
    )


async def add_secret(session: AsyncSession, client_id: str, *, overlap_days: int, by: Manager) -> ClientSecret:
    """A new secret; the one in use goes on for `overlap_days`. Conflict while two hold already."""
    found = await _managed(session, client_id, by)
    live = [
        secret
        for secret in await queries.lock_secrets(session, client_id=client_id)
        if is_live(secret.expires_at, secret.revoked_at, by.now)
    ]
    if len(live) >= MOST_LIVE and overlap_days:
        raise Conflict("Đang có hai mật khẩu còn hiệu lực. Hãy kết thúc một mật khẩu trước khi cấp mật khẩu mới.")
    for secret in live:
        end = end_of_old(secret.expires_at, by.now, overlap_days)
        await queries.change_secret(session, secret=secret.id, values={"expires_at": end})
    made = await _add_secret(session, client_id)
    told = {"secret": made.secret_id, "overlap_days": overlap_days}
    await _record(session, by, Action.CLIENT_SECRET_ADDED, client_id, found.area_id, after=told)
    return made


async def end_secret(session: AsyncSession, client_id: str, secret: UUID, by: Manager) -> None:
    """Let a secret hold no longer; content when it does not already."""
    found = await _managed(session, client_id, by, although_revoked=True)
    chosen = [one for one in await queries.lock_secrets(session, client_id=client_id) if one.id == secret]
    if not chosen:
        raise NotFound("Không có mật khẩu này.")
    if not is_live(chosen[0].expires_at, chosen[0].revoked_at, by.now):
        return
    await queries.change_secret(session, secret=secret, values={"revoked_at": by.now})
    await _record(session, by, Action.CLIENT_SECRET_ENDED, client_id, found.area_id, before={"secret": str(secret)})


async def revoke_client(session: AsyncSession, client_id: str, by: Manager) -> None:
    """Let a client in no more, for good; content when it was revoked already."""
    found = await _managed(session, client_id, by, although_revoked=True)
    if found.revoked_at is not None:
        return
    await queries.change_client(session, client_id=client_id, values={"revoked_at": by.now})
    await _record(session, by, Action.CLIENT_REVOKED, client_id, found.area_id, before={"name": found.name})


async def _managed(session: AsyncSession, client_id: str, by: Manager, *, although_revoked: bool = False) -> Row:
    """The client, locked. NotFound out of one's reach as well: its name is nobody else's matter."""
    found = await queries.lock_client(session, client_id=client_id)
    if not await _governs(session, by, found.area_id):
        raise NotFound(queries.MISSING)
    if found.revoked_at is not None and not although_revoked:
        raise Conflict("Hệ thống kết nối này đã bị thu hồi, không sửa được nữa.")
    return found


async def _check(
    session: AsyncSession, wanted: ApiClientUpdate, by: Manager, *, expires_before: datetime | None = None
) -> None:
    """Forbidden for an area out of reach; Invalid for one nobody knows, or for an end in the past that is new."""
    if not await queries.may_be_area(Transaction(session), wanted.area):
        raise Invalid("Địa bàn chưa hợp lệ.", [Fault(pointer="/area", detail="Không có địa bàn này trong danh mục.")])
    if not await _governs(session, by, wanted.area):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])
    if not wanted.name.isprintable():
        raise Invalid("Tên chưa hợp lệ.", [Fault(pointer="/name", detail="Tên chỉ gồm các ký tự in được.")])
    if wanted.expires_at is not None and wanted.expires_at <= by.now and wanted.expires_at != expires_before:
        late = Fault(pointer="/expires_at", detail="Ngày hết hạn phải ở sau thời điểm hiện tại.")
        raise Invalid("Thời hạn chưa hợp lệ.", [late])


async def _governs(session: AsyncSession, by: Manager, area: str) -> bool:
    """Whether the area is governed from one of the places where somebody manages clients."""
    return not (await reach_of(Transaction(session), area)).isdisjoint(by.places)


async def _add_secret(session: AsyncSession, client_id: str) -> ClientSecret:
    secret = secrets.token_urlsafe(32)
    secret_id = await queries.add_secret(session, client_id=client_id, secret_hash=hash_of(secret))
    return ClientSecret(client_id, secret, str(secret_id))


def _told(wanted: ApiClientUpdate) -> dict[str, Any]:
    """What is stored of it."""
    told = wanted.model_dump()
    return {"area_id": told.pop("area"), **told}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same for the audit, which keeps JSON."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


async def _record(
    session: AsyncSession,
    by: Manager,
    action: Action,
    client_id: str,
    area: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    await record(session, by.actor, Deed(action, f"client:{client_id}", area, before, after))
