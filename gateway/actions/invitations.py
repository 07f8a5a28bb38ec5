"""One-time codes with which somebody chooses their password; nobody else ever knows it."""

import secrets
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Role
from contracts.activations import Activation, ActivationCreate, Invitation
from contracts.audit import Action
from gateway import passwords
from gateway.actions.accounts import email_of, faults_of_person, store_account
from gateway.actions.administration import Administrator, governed, have_administrator, refuse_known
from gateway.actions.attempts import unlock
from gateway.actions.audit import OPERATOR, Actor, Deed, record
from gateway.actions.opaque import hash_of
from gateway.actions.sessions import end_all
from gateway.queries.accounts import store_password
from gateway.queries.grants import Given
from gateway.queries.invitations import (
    add_invitation,
    find_invitation,
    replace_invitations,
    use_invitation,
)
from gateway.queries.source import Source, Transaction
from gateway.rules.signing_in.codes import CODE_LIFE, INVITATION_LIFE, plain, typed_code
from gateway.rules.signing_in.passwords import weakness
from kit import clock
from kit.database.pool import Row
from kit.errors import Conflict, Invalid, NotFound
from kit.shapes import Fault
from kit.text import nfc

PAGE = "/kich-hoat"
UNKNOWN = "Mã hoặc liên kết này không đúng. Hãy kiểm tra lại, hoặc xin quản trị một liên kết mới."
USED = "Liên kết này đã được dùng để đặt mật khẩu. Nếu không phải bạn đã dùng, hãy báo ngay cho quản trị."
REPLACED = "Liên kết này đã được thay bằng liên kết mới hơn. Hãy dùng liên kết nhận sau cùng."
EXPIRED = "Liên kết này đã hết hạn. Hãy xin quản trị một liên kết mới."
LOCKED = "Tài khoản này đang bị khoá. Hãy liên hệ quản trị."
HAVE_ONE = "Đã có quản trị của {home}. Thêm --again nếu vẫn muốn tạo mã mới."


async def invite(session: AsyncSession, by: Administrator, account: UUID) -> Invitation:
    """A link for the account's owner; earlier ones open nothing. The password in use stays until they choose."""
    row = await governed(session, by, account)
    if row.disabled_at is not None:
        raise Conflict("Tài khoản đang bị khoá. Hãy mở lại trước khi tạo liên kết.")
    now = clock.now()
    code = secrets.token_urlsafe(32)
    await replace_invitations(session, account, now)
    expires_at = now + INVITATION_LIFE
    await add_invitation(session, account=account, code_hash=hash_of(code), by=by.account, expires_at=expires_at)
    await record(session, by.actor, Deed(Action.ACCOUNT_INVITED, f"account:{account}", row.place))
    return Invitation(code=code, link=f"{PAGE}?ma={code}", expires_at=expires_at)


async def make_first_code(session: AsyncSession, home: str, *, again: bool) -> str:
    """The code of the first administrator, to be typed; Conflict once there is one, unless `again`."""
    if not again and await have_administrator(session, home):
        raise Conflict(HAVE_ONE.format(home=home))
    now = clock.now()
    code = typed_code(secrets.token_bytes(16))
    await replace_invitations(session, None, now)
    await add_invitation(session, account=None, code_hash=hash_of(plain(code)), by=None, expires_at=now + CODE_LIFE)
    await record(session, OPERATOR, Deed(Action.BOOTSTRAP_MADE, place=home))
    return code


async def read_activation(source: Source, code: str) -> Activation:
    """What a code opens; NotFound says why it opens nothing."""
    return _activation(await _opened(source, code))


async def activate(session: AsyncSession, actor: Actor, home: str, wanted: ActivationCreate) -> tuple[Activation, UUID]:
    """Give an account the password its owner chose; every session it had ends. Raises Invalid with every fault."""
    row = await _opened(Transaction(session), wanted.code, locks=True)
    email = row.email or email_of(wanted.email)
    faults = [] if row.account_id else faults_of_person(email, wanted.name)
    weak = weakness(nfc(wanted.password), email, row.name or wanted.name)
    faults += [Fault(pointer="/password", detail=weak)] if weak else []
    if faults:
        raise Invalid("Chưa đặt được mật khẩu, xem từng mục.", faults)
    await use_invitation(session, row.id, clock.now())
    if row.account_id is None:
        return await _make_first(session, actor, home, email, wanted)
    account = UUID(str(row.account_id))
    await store_password(session, account=account, password_hash=await passwords.hashed(wanted.password))
    await unlock(session, account=account, email=email)
    bearer = Actor("account", str(account), row.name, actor.address, actor.request_id)  # whoever has the code
    await record(session, bearer, Deed(Action.ACCOUNT_ACTIVATED, f"account:{account}", row.place))
    await end_all(session, bearer, account=account)
    return _activation(row), account


async def _make_first(
    session: AsyncSession, actor: Actor, home: str, email: str, wanted: ActivationCreate
) -> tuple[Activation, UUID]:
    await refuse_known(session, email)
    grants, name = [Given(Role.ADMIN, home)], nfc(wanted.name).strip()
    account = await store_account(session, email=email, name=name, password=wanted.password, grants=grants, actor=actor)
    return Activation(email=email, name=name, first_administrator=True, has_password=False), account


async def _opened(source: Source, code: str, *, locks: bool = False) -> Row:
    row = await find_invitation(source, [hash_of(code.strip()), hash_of(plain(code))], locks=locks)
    if row is None:
        raise NotFound(UNKNOWN)
    if row.used_at is not None:
        raise NotFound(USED)
    if row.replaced_at is not None:
        raise NotFound(REPLACED)
    if row.expires_at <= clock.now():
        raise NotFound(EXPIRED)
    if row.disabled_at is not None:
        raise NotFound(LOCKED)
    return row


def _activation(row: Row) -> Activation:
    return Activation(
        email=row.email or "",
        name=row.name or "",
        first_administrator=row.account_id is None,
        has_password=row.has_password,
    )
