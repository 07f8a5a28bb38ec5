"""Sensitive changes: taken only from somebody who proved within the last minutes that it is still them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from contracts.audit import Action, Outcome
from contracts.sessions import Confirmation
from gateway import passwords
from gateway.actions.attempts import admit_code, admit_confirmation, uncount
from gateway.actions.audit import Deed, actor_of, record
from gateway.actions.second_factors import Factors, WrongCode, prove
from gateway.actions.sessions import hash_of
from gateway.queries import accounts, second_factors
from gateway.queries.sessions import ENDED, find_session
from gateway.routes.arrivals import token_of
from gateway.rules.signing_in.sessions import confirmed_until
from kit import clock
from kit.caller import SignedInDep
from kit.database import Database, Reader, ReaderDep, in_unit
from kit.errors import ConfirmationRequired, Invalid, Unauthenticated
from kit.shapes import Fault

NOT_LATELY = "Việc này cần xác nhận lại: phiên làm việc đã mở hơn 10 phút."
AT_PROVIDER = "Tài khoản này không có mật khẩu và chưa bật xác thực hai lớp. Hãy đăng nhập lại ở nhà cung cấp."


async def own_session(request: Request, reader: ReaderDep, caller: SignedInDep) -> Any:
    """The session that asks, as it is stored."""
    found = await find_session(reader, token_hash=hash_of(token_of(request)), now=clock.now())
    if found is None:
        raise Unauthenticated(ENDED)
    return found


OwnSessionDep = Annotated[Any, Depends(own_session)]


async def confirmed(found: OwnSessionDep) -> Any:
    """The session that asks; ConfirmationRequired when its owner has not proved themselves lately."""
    if confirmed_until(found.confirmed_at) <= clock.now():
        raise ConfirmationRequired(NOT_LATELY)
    return found


Confirmed: Any = Depends(confirmed)
"""For a route that changes who may do what: its session was opened or confirmed within the last ten minutes."""
ConfirmedDep = Annotated[Any, Confirmed]
"""The same for a route that asks which session it is."""


async def prove_owner(
    request: Request, reader: Reader, factors: Factors, found: Any, *, account: UUID, given: Confirmation
) -> None:
    """Invalid at the field that does not prove that the owner of this session still sits there.

    An account without a password proves itself by its second factor alone; without that, at the provider only.
    """
    if found.has_password:
        if given.password is None:
            raise Invalid("Hãy nhập mật khẩu.", [Fault(pointer="/password", detail="Hãy nhập mật khẩu.")])
        await prove_password(request, reader, account=account, password=given.password, pointer="/password")
    elif await second_factors.find_factor(reader, account=account) is None:
        raise Invalid(AT_PROVIDER, [Fault(pointer="/password", detail=AT_PROVIDER)])
    await prove_code(request, reader, factors, account=account, code=given.code)


async def prove_password(request: Request, reader: Reader, *, account: UUID, password: str, pointer: str) -> Any:
    """The person of an account whose password this is; Invalid at `pointer` for a wrong one, TooMany after many.

    The attempt is committed before the password is looked at.
    """
    database: Database = request.app.state.database
    person = await accounts.find_person(reader, account=account)
    if person is None:
        raise Unauthenticated("Hãy đăng nhập.")
    async with in_unit(database, quiet=True) as unit:
        counted = await admit_confirmation(unit, email=person.email, now=clock.now())
    right = await passwords.matches(password, person.password_hash)
    async with in_unit(database, quiet=True) as unit:
        if right:
            await uncount(unit, counted)
            return person
        await _note_refusal(unit, request, account)
    raise Invalid("Mật khẩu không đúng.", [Fault(pointer=pointer, detail="Mật khẩu không đúng.")])


async def prove_code(request: Request, reader: Reader, factors: Factors, *, account: UUID, code: str | None) -> None:
    """Invalid at /code when the account has a second factor and this is none of its codes."""
    if await second_factors.find_factor(reader, account=account) is None:
        return
    if not code:
        told = "Hãy nhập mã xác thực: tài khoản đã bật xác thực hai lớp."
        raise Invalid(told, [Fault(pointer="/code", detail=told)])
    database: Database = request.app.state.database
    async with in_unit(database, quiet=True) as unit:
        counted = await admit_code(unit, account=account, now=clock.now())
    async with in_unit(database, quiet=True) as unit:
        if await prove(unit, reader, actor_of(request), factors, account=account, code=code, now=clock.now()):
            await uncount(unit, counted)
            return
        await _note_refusal(unit, request, account)
    raise WrongCode


async def _note_refusal(unit: Any, request: Request, account: UUID) -> None:
    deed = Deed(Action.SESSION_CONFIRMED, f"account:{account}", outcome=Outcome.REFUSED)
    await record(unit, actor_of(request), deed)
