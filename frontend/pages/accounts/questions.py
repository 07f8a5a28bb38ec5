"""Asking once more before a role is taken away or a delegation ends; the answer is a form of the account's page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.delegations import Delegation
from frontend.client import ClientDep
from frontend.formats import day
from frontend.pages.accounts.listing import PATH
from frontend.pages.accounts.one import ONE
from frontend.render import NOT_KEPT, view
from kit.errors import NotFound

NO_ROLE = "Tài khoản này không còn vai trò ấy."
NO_LOAN = "Không còn ủy quyền này."
AT_ONCE = "Thay đổi có hiệu lực trong vòng 5 giây. Cần lại thì phải lập ủy quyền mới."
Target = Annotated[str, Query(alias="muc", max_length=200)]

router = APIRouter(include_in_schema=False)


@router.get(f"{ONE}/thoi-giao")
async def ask_to_take_away(*, request: Request, client: ClientDep, account: str, target: Target = "") -> Response:
    """Asks once more before a role is taken away."""
    found = await client.get_account(account)
    grant = next((one for one in found.grants if f"{one.role}@{one.place}" == target), None)
    if grant is None:
        raise NotFound(NO_ROLE)
    page = f"{PATH}/{found.id}"
    return view(
        request,
        "accounts/question.html",
        title="Thôi giao vai trò",
        asked="Thôi giao vai trò",
        crumbs=[("Quản trị tài khoản", PATH), (found.name, page)],
        told=[
            f"{found.name} sẽ không còn vai trò {grant.role_name} tại {grant.place_name} ({grant.place}).",
            "Thay đổi có hiệu lực trong vòng 5 giây; ủy quyền dựa vào vai trò này cũng thôi có hiệu lực.",
        ],
        action=page,
        fields=[("viec", "bo"), ("muc", target), ("phien_ban", str(found.version))],
        button_words="Thôi giao",
        back=page,
        headers=NOT_KEPT,
    )


@router.get(f"{ONE}/cham-dut")
async def ask_to_end(*, request: Request, client: ClientDep, account: str, target: Target = "") -> Response:
    """Asks once more before a delegation of the account ends."""
    found = await client.get_account(account)
    loan = next((one for one in found.delegations if one.id == target), None)
    page = f"{PATH}/{found.id}"
    crumbs = [("Quản trị tài khoản", PATH), (found.name, page)]
    return ask_about(request, loan, crumbs, page, [("viec", "het-uy-quyen"), ("phien_ban", str(found.version))])


def ask_about(
    request: Request,
    loan: Delegation | None,
    crumbs: list[tuple[str, str]],
    page: str,
    fields: list[tuple[str, str]],
) -> Response:
    """The question about a delegation, answered by a form of `page`; NotFound when there is none."""
    if loan is None:
        raise NotFound(NO_LOAN)
    return view(
        request,
        "accounts/question.html",
        title="Chấm dứt ủy quyền",
        asked="Chấm dứt ủy quyền",
        crumbs=crumbs,
        told=[
            f"{loan.borrower} sẽ không còn vai trò {loan.role_name} tại {loan.place_name} mà {loan.lender}"
            f" ủy quyền đến hết ngày {day(loan.until)}.",
            AT_ONCE,
        ],
        action=page,
        fields=[*fields, ("muc", loan.id)],
        button_words="Chấm dứt ủy quyền",
        back=page,
        headers=NOT_KEPT,
    )
