"""What people do to their own account: prove themselves again, change the password, offer a second factor."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.second_factors import FactorOffer, SecondFactor
from gateway import passwords
from gateway.actions.audit import Actor, Deed, record
from gateway.actions.second_factors import Factors
from gateway.actions.sessions import end_all
from gateway.queries import accounts, second_factors, sessions
from gateway.queries.grants import list_grants
from gateway.rules.grants import grants_of, rights_in
from gateway.rules.signing_in.passwords import weakness
from gateway.rules.signing_in.second_factors import is_demanded
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from kit.text import nfc

SAME = "Mật khẩu mới phải khác mật khẩu hiện tại."


def refuse_same(current: str, password: str) -> None:
    """Invalid when the new password is the one before."""
    if nfc(password) == nfc(current):
        raise Invalid(SAME, [Fault(pointer="/password", detail=SAME)])


def refuse_weak(password: str, person: Row) -> None:
    """Invalid when the password is no good for this person."""
    weak = weakness(nfc(password), person.email, person.name)
    if weak is not None:
        raise Invalid("Mật khẩu mới chưa dùng được.", [Fault(pointer="/password", detail=weak)])


async def change_password(session: AsyncSession, actor: Actor, *, account: UUID, password: str, kept: UUID) -> None:
    """Give an account another password; all its sessions but `kept` end."""
    await accounts.store_password(session, account=account, password_hash=await passwords.hashed(password))
    await record(session, actor, Deed(Action.PASSWORD_CHANGED, f"account:{account}"))
    await end_all(session, actor, account=account, but=kept)


async def read_factor(reader: Reader, factors: Factors, *, account: UUID) -> SecondFactor:
    """What an account's owner is told of its second factor."""
    found = await second_factors.find_factor(reader, account=account)
    return SecondFactor(
        enrolled=found is not None,
        enrolled_at=found.enrolled_at if found else None,
        demanded=await demands(reader, factors, account=account),
        recovery_codes=found.codes if found else 0,
    )


async def demands(reader: Reader, factors: Factors, *, account: UUID) -> bool:
    """Whether this account must have a second factor, with the rights it holds now."""
    held = rights_in(grants_of(await list_grants(reader, account=account)))
    return is_demanded(held, setting=factors.demanded)


async def refuse_demanded(reader: Reader, factors: Factors, *, account: UUID) -> None:
    """Conflict when the account may not be without a second factor."""
    if await demands(reader, factors, account=account):
        raise Conflict("Tài khoản có quyền thay đổi số liệu nên không tắt được xác thực hai lớp.")


async def offer_factor(session: AsyncSession, factors: Factors, *, found: Row) -> FactorOffer:
    """The second factor that a session offers: the same until it is taken or the session ends."""
    sealed = found.offered_secret
    if sealed is None:
        sealed = factors.sealed(factors.new_secret(), found.account_id)
        await sessions.offer_secret(session, id=found.id, sealed=sealed)
    return factors.offer(sealed, found.account_id, found.email)
