"""Looking after accounts: only within the reach of whoever does it, and never without leaving an administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.accounts import AccountCreate, AccountUpdate
from contracts.audit import Action
from contracts.reach import NATION
from gateway.actions import attempts
from gateway.actions.accounts import email_of, faults_of_person, store_account
from gateway.actions.audit import OPERATOR, Actor, Deed, record
from gateway.actions.granting import fault_of_place, given_of
from gateway.actions.sessions import end_all
from gateway.queries import governing, invitations
from gateway.queries.accounts import is_known
from gateway.queries.administered import find_account, is_governed, state_of
from gateway.queries.places import reach_of
from gateway.queries.source import Transaction
from kit import clock
from kit.database.pool import Row
from kit.errors import Conflict, Forbidden, Invalid, Stale
from kit.shapes import Fault
from kit.text import nfc

BEYOND = "Tài khoản này còn vai trò ngoài phạm vi bạn quản trị nên chỉ cấp trên mới làm được việc này."
OTHERS = "Người khác vừa sửa tài khoản này. Hãy tải lại rồi sửa tiếp."
LAST = "Đây là quản trị cuối cùng của địa bàn {home}. Hãy giao vai trò quản trị cho người khác trước."
KNOWN = "Đã có tài khoản dùng thư điện tử này."


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who looks after accounts, the places they may do so on, and the area that must keep an administrator.

    An operator at the command line has no account, reaches everything, and may make another first administrator.
    """

    actor: Actor
    account: UUID | None
    held: Sequence[str]
    home: str

    @classmethod
    def operator(cls, home: str) -> "Administrator":
        """The operator of an installation."""
        return cls(OPERATOR, None, (NATION,), home)


async def create(session: AsyncSession, by: Administrator, wanted: AccountCreate) -> UUID:
    """Make an account whose owner will choose the password. Raises Invalid with every fault, or Conflict."""
    source = Transaction(session)
    email = email_of(wanted.email)
    faults = faults_of_person(email, wanted.name)
    beyond = await fault_of_place(source, by.held, wanted.place, "/place")
    faults += [beyond] if beyond else []
    grants = await given_of(source, by.held, wanted.grants, faults)
    if faults:
        raise Invalid("Chưa tạo được tài khoản, xem từng mục.", faults)
    await refuse_known(session, email)
    return await store_account(
        session, email=email, name=wanted.name, grants=grants, place=wanted.place, by=by.account, actor=by.actor
    )


async def change(session: AsyncSession, by: Administrator, account: UUID, wanted: AccountUpdate, seen: int) -> None:
    """Change who somebody is and where they work; with another address earlier invitations open nothing."""
    row = await governed(session, by, account, seen)
    email = email_of(wanted.email)
    faults = faults_of_person(email, wanted.name)
    beyond = await fault_of_place(Transaction(session), by.held, wanted.place, "/place")
    faults += [beyond] if beyond and wanted.place != row.place else []
    if faults:
        raise Invalid("Chưa sửa được tài khoản, xem từng mục.", faults)
    if email != row.email:
        await refuse_known(session, email)
        await invitations.replace_invitations(session, account, clock.now())
    name = nfc(wanted.name).strip()
    await governing.change_account(session, account, email=email, name=name, place=wanted.place)
    after = await find_account(Transaction(session), account, by.held)
    await _note(session, by, Action.ACCOUNT_CHANGED, row, before=told(row), after=told(after))


async def disable(
    session: AsyncSession, by: Administrator, account: UUID, reason: str, *, even_last: bool = False
) -> None:
    """Let an account in no longer and end its sessions; what it lends counts no longer either.

    Conflict for the last administrator of the home area, unless `even_last`.
    """
    row = await governed(session, by, account)
    if row.disabled_at is not None:
        return
    await governing.change_administrators_alone(session)
    had = not even_last and await have_administrator(session, by.home)
    await governing.change_account(session, account, disabled_at=clock.now())
    await end_all(session, by.actor, account=account)
    await refuse_leaving_none(session, by.home, had)
    await _note(session, by, Action.ACCOUNT_DISABLED, row, reason=reason or None)


async def enable(session: AsyncSession, by: Administrator, account: UUID) -> None:
    """Let an account in again, with the roles it has."""
    row = await governed(session, by, account)
    if row.disabled_at is not None:
        await governing.change_account(session, account, disabled_at=None)
        await _note(session, by, Action.ACCOUNT_ENABLED, row)


async def unlock(session: AsyncSession, by: Administrator, account: UUID) -> None:
    """Forget the wrong passwords that keep somebody waiting."""
    row = await seen_by(session, by, account)
    await attempts.unlock(session, account=account, email=row.email)
    await _note(session, by, Action.ACCOUNT_UNLOCKED, row)


async def seen_by(session: AsyncSession, by: Administrator, account: UUID, seen: int | None = None) -> Row:
    """An account within reach, which nobody else changes meanwhile; Stale when it is not at the version `seen`."""
    version = await governing.lock_account(session, account)
    row = await find_account(Transaction(session), account, by.held)
    if seen is not None and seen != version:
        raise Stale(OTHERS)
    return row


async def governed(session: AsyncSession, by: Administrator, account: UUID, seen: int | None = None) -> Row:
    """The same, when all of it lies within reach: whoever may do this could act in the account's name."""
    row = await seen_by(session, by, account, seen)
    if not is_governed(row):
        raise Forbidden(BEYOND)
    return row


async def refuse_known(session: AsyncSession, email: str) -> None:
    """Conflict when the address has an account."""
    if await is_known(session, email=email):
        raise Conflict(KNOWN, [Fault(pointer="/email", detail=KNOWN)])


async def have_administrator(session: AsyncSession, home: str) -> bool:
    """Whether somebody who can sign in administers the home area."""
    source = Transaction(session)
    return await governing.have_administrator(source, await reach_of(source, home))


async def refuse_leaving_none(session: AsyncSession, home: str, had: bool) -> None:
    """Conflict when the home area loses its last administrator by what was just done."""
    if had and not await have_administrator(session, home):
        raise Conflict(LAST.format(home=home))


def told(row: Row) -> dict[str, Any]:
    """An account as the audit remembers it."""
    roles = [[grant["role"], grant["place"], grant["until"]] for grant in row.grants]
    return {"email": row.email, "name": row.name, "place": row.place, "state": state_of(row), "grants": roles}


async def _note(session: AsyncSession, by: Administrator, action: Action, row: Row, **more: Any) -> None:
    await record(session, by.actor, Deed(action, f"account:{row.id}", row.place, **more))
