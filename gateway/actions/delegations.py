"""Lending a role (ủy quyền) to a colleague for a time, and ending that."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import ROLE_NAMES, Right
from contracts.audit import Action
from contracts.delegations import DelegationCreate
from gateway.actions.accounts import email_of
from gateway.actions.audit import Actor, Deed, record
from gateway.queries import delegations
from gateway.queries.grants import list_grants
from gateway.queries.places import read_places
from gateway.queries.source import Transaction
from gateway.rules.days import LONGEST_LOAN, end_of
from gateway.rules.places import province_of
from kit import clock
from kit.caller import Caller
from kit.database.pool import Row
from kit.errors import Conflict, Invalid, NotFound
from kit.shapes import Fault

MISSING = "Không có ủy quyền này."
NOT_HELD = (
    "Bạn không giữ vai trò này trên địa bàn hoặc cơ quan đã chọn; vai trò nhận ủy quyền không ủy quyền tiếp được."
)
NO_COLLEAGUE = "Không tìm thấy đồng nghiệp dùng thư điện tử này trong tỉnh."
YOURSELF = "Không thể ủy quyền cho chính mình."
TOO_SOON = "Ngày này đã qua. Hãy chọn từ hôm nay trở đi."
TOO_LONG = f"Không quá {LONGEST_LOAN.days} ngày kể từ hôm nay."
TWICE = "Bạn đang ủy quyền vai trò này cho người này rồi."


async def lend(session: AsyncSession, actor: Actor, lender: UUID, wanted: DelegationCreate) -> UUID:
    """Lend a role. Raises Invalid with every fault, Conflict when the same is lent already."""
    source = Transaction(session)
    known = (await read_places(source, [wanted.place])).get(wanted.place)
    reach = frozenset[str]() if known is None else frozenset(known.reach)
    faults = _faults_of_day(wanted)
    if not await _holds(source, lender, wanted.role, reach):
        faults.append(Fault(pointer="/place", detail=NOT_HELD))
    borrower = await delegations.find_colleague(source, email_of(wanted.to), provinces=province_of(reach), reach=reach)
    if borrower is None:
        faults.append(Fault(pointer="/to", detail=NO_COLLEAGUE))
    elif borrower == lender:
        faults.append(Fault(pointer="/to", detail=YOURSELF))
    if faults or borrower is None:
        raise Invalid("Chưa ủy quyền được, xem từng mục.", faults)
    if await delegations.is_lent(source, lender=lender, borrower=borrower, role=wanted.role, place=wanted.place):
        raise Conflict(TWICE)
    fields = {"lender_id": lender, "borrower_id": borrower, "role": wanted.role.value, "place": wanted.place}
    until = end_of(wanted.until)
    made = await delegations.add_delegation(session, {**fields, "until": until, "reason": wanted.reason})
    after = {**{name: str(value) for name, value in fields.items()}, "until": wanted.until.isoformat()}
    deed = Deed(Action.DELEGATION_MADE, f"delegation:{made}", wanted.place, after=after, reason=wanted.reason)
    await record(session, actor, deed)
    return made


async def end(session: AsyncSession, actor: Actor, caller: Caller, delegation: UUID) -> Row:
    """End a delegation, by either side or by who administers its place; NotFound for everybody else."""
    row = await seen_by(Transaction(session), caller, delegation)
    if row.ended_at is None:
        await delegations.end_delegation(session, delegation, by=UUID(caller.id), now=clock.now())
        before = {"lender": row.lender_email, "borrower": row.borrower_email, "role": ROLE_NAMES[row.role]}
        await record(session, actor, Deed(Action.DELEGATION_ENDED, f"delegation:{delegation}", row.place, before))
    return row


async def seen_by(source: Transaction, caller: Caller, delegation: UUID) -> Row:
    """A delegation its two sides and the administrator of its place may see; NotFound for everybody else."""
    row = await delegations.find_delegation(source, delegation)
    if row is None or not (
        caller.id in (str(row.lender_id), str(row.borrower_id)) or caller.may(Right.ACCOUNTS_MANAGE, row.reach)
    ):
        raise NotFound(MISSING)
    return row


async def _holds(source: Transaction, lender: UUID, role: str, reach: frozenset[str]) -> bool:
    """Whether the lender was given the role on a place that reaches this one; what is lent to them does not count."""
    held = await list_grants(source, account=lender)
    return any(
        one.role == role and one.lent_by is None and not reach.isdisjoint((one.place, one.serves)) for one in held
    )


def _faults_of_day(wanted: DelegationCreate) -> list[Fault]:
    today = clock.today()
    if wanted.until < today:
        return [Fault(pointer="/until", detail=TOO_SOON)]
    if wanted.until > today + LONGEST_LOAN:
        return [Fault(pointer="/until", detail=TOO_LONG)]
    return []
