"""Making accounts."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Role
from contracts.directory import AREA_ID
from gateway import passwords
from gateway.queries import accounts
from gateway.rules.passwords import weakness
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from kit.text import nfc

EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}")
LONGEST_NAME = 300


async def create_account(
    session: AsyncSession, *, email: str, name: str, password: str, grants: Sequence[tuple[str, str]]
) -> UUID:
    """Make an account with roles, each on an area: `grants` holds pairs such as `("leader", "T15-2025")`.

    Raises Invalid with every fault, Conflict when the address has an account already.
    """
    address = email_of(email)
    faults = [*_faults_of_person(address, name), *_faults_of_grants(grants)]
    weak = weakness(nfc(password), address)
    if weak is not None:
        faults.append(Fault(pointer="/password", detail=weak))
    if faults:
        raise Invalid("Chưa tạo được tài khoản, xem từng mục.", faults)
    return await store_account(session, email=address, name=name, password=password, grants=grants)


async def store_account(
    session: AsyncSession, *, email: str, name: str, password: str, grants: Sequence[tuple[str, str]]
) -> UUID:
    """Store what has been checked; sample accounts come here directly, with the password their operator chose."""
    if await accounts.is_known(session, email=email):
        raise Conflict(f"Đã có tài khoản {email}.")
    account = await accounts.add_account(
        session, email=email, name=nfc(name).strip(), password_hash=await passwords.hashed(password)
    )
    await accounts.add_grants(session, account=account, grants=grants)
    return account


def email_of(text: str) -> str:
    """An address as it is stored and looked up."""
    return nfc(text).strip().casefold()


def _faults_of_person(email: str, name: str) -> list[Fault]:
    faults = []
    if not EMAIL.fullmatch(email):
        faults.append(Fault(pointer="/email", detail="Không phải địa chỉ thư điện tử."))
    if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        faults.append(Fault(pointer="/name", detail=f"Tên phải có từ 1 đến {LONGEST_NAME} ký tự in được."))
    return faults


def _faults_of_grants(grants: Sequence[tuple[str, str]]) -> list[Fault]:
    faults = []
    for place, (role, area) in enumerate(grants):
        if role not in set(Role):
            known = ", ".join(Role)
            faults.append(Fault(pointer=f"/grants/{place}/role", detail=f"Không có vai trò “{role}”. Có: {known}."))
        if not re.fullmatch(AREA_ID, area):
            faults.append(Fault(pointer=f"/grants/{place}/area", detail=f"“{area}” không phải mã địa bàn."))
    return faults
