"""Sessions: opened for who has proved themselves, given another token, confirmed, ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.sessions import Method
from gateway.actions.attempts import note_place
from gateway.actions.audit import DOOR, Actor, Deed, record
from gateway.actions.opaque import hash_of, new_token
from gateway.queries import sessions, sign_ins
from gateway.queries.grants import list_grants
from gateway.rules.grants import grants_of
from gateway.rules.signing_in.agents import label_of
from gateway.rules.signing_in.sessions import IDLE, LONGEST, digest_of
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import NotFound, Unauthenticated

OUTGROWN = "Vai trò mới cần xác thực hai lớp."

__all__ = [
    "Arrival",
    "OpenedSession",
    "end_all",
    "end_outgrown",
    "end_own",
    "hash_of",
    "open_session",
    "rotate",
    "sign_out",
]


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A new session: the token goes into the visitor's cookie and is not kept."""

    token: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the door: from where, with which browser, in which request, and the tokens they bring along."""

    address: str
    agent: str = ""
    request_id: str = ""
    session: str = ""
    sign_in: str = ""

    def actor(self, account: UUID, name: str) -> Actor:
        """The same as the audit knows them, once they proved to be `account`."""
        return Actor("account", str(account), name, self.address, self.request_id)


async def open_session(
    session: AsyncSession, reader: Reader, *, person: Row, method: Method, arrival: Arrival, now: datetime
) -> OpenedSession:
    """Open a session for an account nothing more is asked of; what their browser held before ends (ASVS 7.2.4).

    `person` has the account's `id`, `email` and `name`.
    """
    await sessions.remove_by_token(session, token_hash=hash_of(arrival.session))
    await sign_ins.remove_sign_in(session, token_hash=hash_of(arrival.sign_in))
    await sign_ins.remove_late(session, now=now)
    await sessions.remove_ended(session, unused_since=now - IDLE, opened_before=now - LONGEST)
    await note_place(session, email=person.email, address=arrival.address, now=now)
    opened = OpenedSession(new_token())
    granted = grants_of(await list_grants(reader, account=person.id))
    row: dict[str, Any] = {
        "token_hash": hash_of(opened.token),
        "account_id": person.id,
        "csrf": new_token(),
        "method": method,
        "address": arrival.address,
        "agent": label_of(arrival.agent),
        "rights": digest_of(granted),
        **dict.fromkeys(("created_at", "last_seen_at", "confirmed_at"), now),
    }
    made = await sessions.add_session(session, row)
    told = {"method": method, "agent": row["agent"]}
    await record(
        session, arrival.actor(person.id, person.name), Deed(Action.SESSION_OPENED, f"session:{made}", after=told)
    )
    return opened


async def rotate(session: AsyncSession, *, token: str, now: datetime, confirmed: bool = False) -> OpenedSession:
    """Give a session another token; `confirmed` when its owner proved themselves again just now."""
    opened = OpenedSession(new_token())
    changed: dict[str, Any] = {"confirmed_at": now} if confirmed else {}
    before, after = hash_of(token), hash_of(opened.token)
    if await sessions.change_token(session, before=before, after=after, now=now, **changed) is None:
        raise Unauthenticated(sessions.ENDED)
    return opened


async def sign_out(session: AsyncSession, actor: Actor, *, token: str) -> None:
    """End a session for good."""
    ended = await sessions.remove_by_token(session, token_hash=hash_of(token))
    if ended is not None:
        await record(session, actor, Deed(Action.SESSION_ENDED, f"session:{ended.id}"))


async def end_outgrown(session: AsyncSession, *, id: UUID) -> None:  # noqa: A002
    """End a session whose account came to hold rights that ask more than it was opened with."""
    if await sessions.remove_one(session, id=id):
        await record(session, DOOR, Deed(Action.SESSION_ENDED, f"session:{id}", reason=OUTGROWN))


async def end_own(session: AsyncSession, actor: Actor, *, account: UUID, id: UUID) -> None:  # noqa: A002
    """End one of an account's sessions; NotFound when it has no such one."""
    if await sessions.remove_own(session, account=account, id=id) is None:
        raise NotFound("Không có phiên làm việc này, hoặc nó đã kết thúc.")
    await record(session, actor, Deed(Action.SESSION_ENDED, f"session:{id}"))


async def end_all(session: AsyncSession, actor: Actor, *, account: UUID, but: UUID | None = None) -> int:
    """End an account's sessions, `but` one, and what it has under way of signing in; how many sessions they were."""
    await sign_ins.remove_sign_ins_of(session, account=account)
    ended = await sessions.remove_all(session, account=account, but=but)
    if ended:
        await record(session, actor, Deed(Action.SESSION_ENDED, f"account:{account}", after={"sessions": ended}))
    return ended
