"""Making accounts."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Role
from contracts.audit import Action
from contracts.directory import AREA_ID, ORGANISATION_CODE
from gateway import passwords
from gateway.actions.audit import OPERATOR, Actor, Deed, record
from gateway.queries import accounts
from gateway.queries.grants import Given, add_grants
from gateway.rules.signing_in.passwords import weakness
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from kit.text import nfc

EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,255}")
LONGEST_NAME = 300


async def create_account(
    session: AsyncSession, *, email: str, name: str, password: str, grants: Sequence[tuple[str, str]]
) -> UUID:
    """Make an account with roles, each on an area or organisation: pairs such as `("leader", "T15-2025")`.

    Raises Invalid with every fault, Conflict when the address has an account already.
    """
    address = email_of(email)
    faults = [*faults_of_person(address, name), *_faults_of_grants(grants)]
    weak = weakness(nfc(password), address)
    if weak is not None:
        faults.append(Fault(pointer="/password", detail=weak))
    if faults:
        raise Invalid("Chưa tạo được tài khoản, xem từng mục.", faults)
    given = [Given(role, place) for role, place in grants]
    return await store_account(session, email=address, name=name, password=password, grants=given)


async def store_account(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    grants: Sequence[Given],
    password: str | None = None,
    place: str | None = None,
    by: UUID | None = None,
    actor: Actor = OPERATOR,
) -> UUID:
    """Store what has been checked; sample accounts come here directly, with the password their operator chose.

    Without a password its owner chooses one by invitation. Without a `place` they work where their first role lies.
    `by` is the account of whoever gives the roles, none for an operator.
    """
    if await accounts.is_known(session, email=email):
        raise Conflict(f"Đã có tài khoản {email}.")
    works = place or next((one.place for one in grants), None)
    account = await accounts.add_account(
        session,
        email=email,
        name=nfc(name).strip(),
        password_hash=None if password is None else await passwords.hashed(password),
        place=works,
    )
    await add_grants(session, account=account, grants=grants, by=by)
    roles = [[one.role, one.place, one.until and one.until.isoformat()] for one in grants]
    after = {"email": email, "name": nfc(name).strip(), "place": works, "grants": roles}
    await record(session, actor, Deed(Action.ACCOUNT_CREATED, f"account:{account}", works, after=after))
    return account


def email_of(text: str) -> str:
    """An address as it is stored and looked up."""
    return nfc(text).strip().casefold()


def faults_of_person(email: str, name: str) -> list[Fault]:
    """What is wrong with an address and a name."""
    faults = []
    if not EMAIL.fullmatch(email):
        faults.append(Fault(pointer="/email", detail="Không phải địa chỉ thư điện tử."))
    if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        faults.append(Fault(pointer="/name", detail=f"Tên phải có từ 1 đến {LONGEST_NAME} ký tự in được."))
    return faults


def _faults_of_grants(grants: Sequence[tuple[str, str]]) -> list[Fault]:
    faults = []
    for number, (role, place) in enumerate(grants):
        if role not in set(Role):
            known = ", ".join(Role)
            faults.append(Fault(pointer=f"/grants/{number}/role", detail=f"Không có vai trò “{role}”. Có: {known}."))
        if not re.fullmatch(f"{AREA_ID}|{ORGANISATION_CODE}", place):
            told = f"“{place}” không phải mã địa bàn hay mã định danh cơ quan."
            faults.append(Fault(pointer=f"/grants/{number}/place", detail=told))
    return faults
