"""Second factors: offered, enrolled with a first code, asked for, renewed, taken away."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.second_factors import FactorOffer
from gateway.actions.audit import Actor, Deed, record
from gateway.actions.opaque import hash_of
from gateway.actions.sessions import end_all
from gateway.queries import second_factors
from gateway.rules.signing_in.second_factors import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    SECRET_BYTES,
    bare,
    otpauth,
    step_of,
    written,
)
from kit.database import Reader
from kit.errors import Invalid, NotFound
from kit.secrets import Vault
from kit.shapes import Fault

PURPOSE = "second-factors"
NEVER_USED = 0
WRONG = "Mã chưa đúng, hoặc đã dùng rồi. Hãy nhập mã đang hiện trong ứng dụng; kiểm tra giờ của điện thoại."


class WrongCode(Invalid):
    """422: this code does not hold, or holds no more."""

    slug = "wrong-code"
    title = "Mã xác thực chưa đúng"

    def __init__(self) -> None:
        super().__init__(WRONG, [Fault(pointer="/code", detail=WRONG)])


@dataclass(frozen=True, slots=True)
class Factors:
    """How this installation keeps second factors, and whether it demands them."""

    vault: Vault
    demanded: bool

    def new_secret(self) -> str:
        """A secret no app has yet, as apps read it."""
        return _base32(SECRET_BYTES)

    def sealed(self, secret: str, account: UUID) -> bytes:
        """The secret as it is stored: it opens for this account only."""
        return self.vault.seal(PURPOSE, secret.encode(), about=str(account))

    def opened(self, sealed: bytes, account: UUID) -> str:
        """A stored secret."""
        return self.vault.unseal(PURPOSE, bytes(sealed), about=str(account)).decode()

    def offer(self, sealed: bytes, account: UUID, email: str) -> FactorOffer:
        """A stored secret, as its owner takes it into an app."""
        secret = self.opened(sealed, account)
        return FactorOffer(secret=secret, address=otpauth(secret, email))


async def enrol(
    session: AsyncSession,
    actor: Actor,
    factors: Factors,
    *,
    account: UUID,
    offered: bytes,
    code: str,
    now: datetime,
    kept: UUID | None = None,
) -> list[str] | None:
    """Take the offered secret when the code is its own; the new recovery codes, None for a wrong code.

    Whatever was opened with less ends: sign-ins under way, and all sessions but the one that is `kept`.
    """
    step = step_of(factors.opened(offered, account), code, now, after=NEVER_USED)
    if step is None:
        return None
    await second_factors.store_factor(session, account=account, secret=bytes(offered), step=step, now=now)
    codes = await _new_codes(session, account)
    await record(session, actor, Deed(Action.FACTOR_ENROLLED, f"account:{account}"))
    await end_all(session, actor, account=account, but=kept)
    return codes


async def prove(
    session: AsyncSession,
    reader: Reader,
    actor: Actor,
    factors: Factors,
    *,
    account: UUID,
    code: str,
    now: datetime,
) -> bool:
    """Whether the code is one of the account's app, or one of its recovery codes; it is used up by that."""
    found = await second_factors.find_factor(reader, account=account)
    if found is None:
        return False
    step = step_of(factors.opened(found.secret, account), code, now, after=found.last_step)
    if step is not None:
        return await second_factors.use_step(session, account=account, step=step)
    if not await second_factors.use_code(session, account=account, code_hash=hash_of(bare(code))):
        return False
    await record(session, actor, Deed(Action.RECOVERY_CODE_USED, f"account:{account}", after={"left": found.codes - 1}))
    return True


async def renew_codes(session: AsyncSession, reader: Reader, actor: Actor, *, account: UUID) -> list[str]:
    """Ten new recovery codes; those before count no more. NotFound without a second factor."""
    if await second_factors.find_factor(reader, account=account) is None:
        raise NotFound("Tài khoản chưa bật xác thực hai lớp.")
    codes = await _new_codes(session, account)
    await record(session, actor, Deed(Action.RECOVERY_CODES_RENEWED, f"account:{account}"))
    return codes


async def remove(session: AsyncSession, actor: Actor, *, account: UUID, action: Action = Action.FACTOR_REMOVED) -> None:
    """Take the second factor away; NotFound when there is none. `action` says whether its owner does or another."""
    if not await second_factors.remove_factor(session, account=account):
        raise NotFound("Tài khoản chưa bật xác thực hai lớp.")
    await record(session, actor, Deed(action, f"account:{account}"))


async def _new_codes(session: AsyncSession, account: UUID) -> list[str]:
    codes = [_base32(RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    await second_factors.replace_codes(session, account=account, hashes=[hash_of(code) for code in codes])
    return [written(code) for code in codes]


def _base32(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode()
