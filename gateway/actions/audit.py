"""Recording deeds in the audit, in the transaction of what they tell of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action, Outcome
from gateway.queries import audit
from kit.caller import caller_of
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
