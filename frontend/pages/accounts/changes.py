"""What the buttons of an account's page do, and what stood in its boxes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Form
from pydantic import ValidationError

from contracts.access import Right
from contracts.accounts import Account, AccountUpdate, GrantsUpdate, GrantWanted
from frontend.client import Client
from frontend.pages.place_choice import PlaceBox, settled
from frontend.reading.account_forms import NO_DAY
from frontend.reading.days import day_of
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from kit.validation import faults

Box = Annotated[str, Form(max_length=2000)]
Number = Annotated[int, Form(ge=0, le=10**9)]


@dataclass(slots=True)
class Sent:
    """What was sent: the task (`viec`), the version it was made on, and every box."""

    task: str = ""
    version: int = 0
    email: str = ""
    name: str = ""
    words: str = ""
    chosen: str = ""
    role: str = ""
    role_words: str = ""
    role_chosen: str = ""
    until: str = ""
    target: str = ""
    reason: str = ""
    place: PlaceBox | None = None
    role_place: PlaceBox | None = None

    @classmethod
    def of(cls, account: Account) -> "Sent":
        """What stands in the boxes at first."""
        return cls(version=account.version, email=account.email, name=account.name)

    def beside(self, account: Account) -> "Sent":
        """What stands in the boxes after a refusal: what was typed in the form that was sent, all else as stored."""
        return self if self.task == "sua" else replace(self, email=account.email, name=account.name)


async def sent_of(
    viec: Box = "",
    phien_ban: Number = 0,
    email: Box = "",
    ten: Box = "",
    noi: Box = "",
    noi_chon: Box = "",
    vai_tro_moi: Box = "",
    noi_moi: Box = "",
    noi_moi_chon: Box = "",
    den_ngay: Box = "",
    muc: Box = "",
    ly_do: Box = "",
) -> Sent:
    """The form that was sent."""
    return Sent(viec, phien_ban, email, ten, noi, noi_chon, vai_tro_moi, noi_moi, noi_moi_chon, den_ngay, muc, ly_do)


async def _change(client: Client, account: str, sent: Sent) -> None:
    sent.place = await settled(client, sent.words, sent.chosen, Right.ACCOUNTS_MANAGE)
    wrong = [
        Fault(pointer=pointer, detail=told)
        for pointer, told, value in (
            ("/email", "Hãy nhập thư điện tử.", sent.email),
            ("/name", "Hãy nhập họ tên.", sent.name),
        )
        if not value.strip()
    ]
    if sent.place.error:
        wrong.append(Fault(pointer="/place", detail=sent.place.error))
    if wrong:
        raise Invalid("", wrong)
    try:
        wanted = AccountUpdate(email=sent.email, name=sent.name, place=sent.place.chosen)
    except ValidationError as error:
        raise Invalid("", faults(error.errors())) from error
    await client.change_account(account, sent.version, wanted)


async def _add_role(client: Client, account: str, sent: Sent) -> None:
    sent.role_place = await settled(client, sent.role_words, sent.role_chosen, Right.ACCOUNTS_MANAGE)
    day = day_of(sent.until) if sent.until.strip() else None
    wrong = [Fault(pointer="/place", detail=sent.role_place.error)] if sent.role_place.error else []
    if sent.until.strip() and day is None:
        wrong.append(Fault(pointer="/until", detail=NO_DAY))
    if wrong:
        raise Invalid("", wrong)
    found = await client.get_account(account)
    try:
        added = GrantWanted(role=sent.role, place=sent.role_place.chosen, until=day)
    except ValidationError as error:
        raise Invalid("", [Fault(pointer="/role", detail="Hãy chọn một vai trò.")]) from error
    kept = [one for one in _kept(found) if (one.role, one.place) != (added.role, added.place)]
    await client.replace_grants(account, sent.version, GrantsUpdate(grants=[*kept, added]))


async def _remove_role(client: Client, account: str, sent: Sent) -> None:
    role, _, place = sent.target.partition("@")
    found = await client.get_account(account)
    kept = [one for one in _kept(found) if (one.role, one.place) != (role, place)]
    await client.replace_grants(account, sent.version, GrantsUpdate(grants=kept))


def _kept(account: Account) -> list[GrantWanted]:
    return [GrantWanted(role=one.role, place=one.place, until=one.until) for one in account.grants]


async def _disable(client: Client, account: str, sent: Sent) -> None:
    await client.disable_account(account, sent.reason[:1000])


async def _enable(client: Client, account: str, sent: Sent) -> None:
    await client.enable_account(account)


async def _unlock(client: Client, account: str, sent: Sent) -> None:
    await client.unlock_account(account)


async def _reset_factor(client: Client, account: str, sent: Sent) -> None:
    if (await client.get_account(account)).second_factor is False:
        raise Conflict("Tài khoản này chưa bật xác thực hai lớp.")
    await client.reset_second_factor(account)


async def _end_loan(client: Client, account: str, sent: Sent) -> None:
    await client.end_delegation(sent.target)


CHANGES: dict[str, Callable[[Client, str, Sent], Awaitable[None]]] = {
    "sua": _change,
    "them": _add_role,
    "bo": _remove_role,
    "khoa": _disable,
    "mo": _enable,
    "bo-chan": _unlock,
    "dat-lai": _reset_factor,
    "het-uy-quyen": _end_loan,
}
