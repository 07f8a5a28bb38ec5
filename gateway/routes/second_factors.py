"""Second factors of others: taken away by an administrator when a device was lost."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request

from contracts.access import Right
from contracts.audit import Action
from gateway.actions.administration import governed
from gateway.actions.audit import actor_of
from gateway.actions.second_factors import remove
from gateway.actions.sessions import end_all
from gateway.routes.accounts import administrator_of
from gateway.routes.arrivals import recognition_of
from gateway.routes.confirmation import ConfirmedDep
from kit.caller import Caller, requires
from kit.database import SessionDep, TransactionRoute

router = APIRouter(prefix="/api/gateway/v1/accounts", tags=["gateway"], route_class=TransactionRoute)


@router.delete("/{account}/second-factor", status_code=204, summary="Đặt lại xác thực hai lớp của một tài khoản")
async def reset_second_factor(
    request: Request,
    session: SessionDep,
    caller: Annotated[Caller, requires(Right.ACCOUNTS_MANAGE)],
    confirmed: ConfirmedDep,
    account: Annotated[UUID, Path()],
) -> None:
    """Take the second factor from an account whose device was lost; its sessions end, and at its next sign-in it
    enrols another one where that is demanded.
    """
    await governed(session, administrator_of(request, caller), account)
    actor = actor_of(request)
    await remove(session, actor, account=account, action=Action.FACTOR_RESET)
    await end_all(session, actor, account=account)
    recognition_of(request).end_account(str(account))
