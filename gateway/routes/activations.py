"""Activations: whoever has a code chooses the password it is for. Nothing here may be kept for replay."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.activations import Activation, ActivationCreate
from gateway.actions import invitations
from gateway.actions.audit import actor_of
from gateway.routes.arrivals import recognition_of
from gateway.routes.shown import NOT_KEPT
from kit.caller import AnyoneDep
from kit.database import ReaderDep, in_unit
from kit.shapes import Line

router = APIRouter(prefix="/api/gateway/v1/activations", tags=["gateway"])


@router.get("", summary="Mã mời mở tài khoản nào")
async def read_activation(
    *, response: Response, caller: AnyoneDep, reader: ReaderDep, code: Annotated[Line, Query(title="Mã mời")]
) -> Activation:
    """Whose password a code is for; 404 says whether it was used, replaced, or is too old. Reading uses nothing up."""
    response.headers.update(NOT_KEPT)
    return await invitations.read_activation(reader, code)


@router.post("", summary="Đặt mật khẩu bằng mã mời", status_code=201)
async def activate(*, request: Request, response: Response, caller: AnyoneDep, wanted: ActivationCreate) -> Activation:
    """Choose the password, once; sessions the account had end. Signing in, with its second factor, comes afterwards."""
    home = request.app.state.settings.home_area
    async with in_unit(request.app.state.database) as session:
        made, account = await invitations.activate(session, actor_of(request), home, wanted)
    recognition_of(request).end_account(str(account))
    response.headers.update(NOT_KEPT)
    return made
