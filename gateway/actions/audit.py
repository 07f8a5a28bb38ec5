"""Recording deeds in the audit, in the transaction of what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action, Outcome, ToldDeed
from gateway.queries import audit
from gateway.rules.audit.refusals import Refused
from kit.caller import caller_of
from kit.feeds import Event
from kit.service import REQUEST_ID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, from where, in which request; commands act as `operator`."""

    actor_kind: str
    actor_id: str
    actor_name: str = ""
    address: str = ""
    request_id: str = ""


OPERATOR = Actor("operator", "operator", "Người vận hành máy chủ")
DOOR = Actor("system", "gateway", "Cổng vào")
FLOOD = "Quá nhiều lần từ chối khác nhau cùng lúc; chỉ đếm số lần."


def actor_of(request: Request) -> Actor:
    """The actor of a request, anonymous before anybody signed in."""
    caller = caller_of(request)
    address = request.client.host if request.client else ""
    return Actor(caller.kind, caller.id, caller.name, address, request.headers.get(REQUEST_ID, ""))


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, to what (`subject`, such as `account:<id>`), concerning which area or organisation (`place`).

    `before` and `after` hold what changed, as JSON; never a secret, nor the hash of one.
    """

    action: Action
    subject: str = ""
    place: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    outcome: Outcome = Outcome.DONE


async def record(session: AsyncSession, actor: Actor, deed: Deed) -> None:
    """Add a deed to the audit; it becomes durable together with what it tells of, or not at all."""
    await audit.add_event(session, asdict(actor) | asdict(deed))


async def record_refusals(session: AsyncSession, refusals: Sequence[Refused], uncounted: int) -> None:
    """Add what the door refused, a row for each kind; `uncounted` were more than it could tell apart."""
    rows = [asdict(_refused(refused)) | asdict(_refusal(refused)) for refused in refusals]
    if uncounted:
        flood = Deed(Action.REQUEST_REFUSED, "*", after={"count": uncounted}, reason=FLOOD, outcome=Outcome.REFUSED)
        rows.append(asdict(DOOR) | asdict(flood))
    await audit.add_events(session, rows)


async def take_over(session: AsyncSession, service: str, told: Sequence[tuple[Event, ToldDeed]]) -> None:
    """Add what a service tells of its deeds; what it has told before is passed over."""
    rows = [deed.model_dump() | {"at": event.at, "told_by": service, "told_id": UUID(event.id)} for event, deed in told]
    if rows:
        await audit.add_events(session, rows)


def _refused(refused: Refused) -> Actor:
    kind = refused.kind
    return Actor(kind.actor_kind, kind.actor_id, kind.actor_name, kind.address, refused.request_id)


def _refusal(refused: Refused) -> Deed:
    told = {"status": refused.kind.status, "count": refused.count}
    return Deed(Action.REQUEST_REFUSED, refused.kind.asked, after=told, reason=refused.reason, outcome=Outcome.REFUSED)
