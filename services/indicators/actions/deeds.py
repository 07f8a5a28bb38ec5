"""Telling deeds to the audit, in the transaction of what they tell of."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import DEED_TOLD, Action, ToldDeed
from kit.caller import Caller
from kit.database import origin_of
from kit.feeds import Event, publish

SOURCE = "/indicators"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, to what, concerning which area; `before` and `after` hold what changed."""

    action: Action
    subject: str
    place: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None


async def tell(session: AsyncSession, by: Caller, *deeds: Deed) -> None:
    """Tell deeds; they are told once the transaction is committed, or never."""
    origin = origin_of(session)
    told = [
        ToldDeed(
            **asdict(deed),
            actor_kind=by.kind,
            actor_id=by.id,
            actor_name=by.name,
            address=origin.address,
            request_id=origin.request_id,
        )
        for deed in deeds
    ]
    await publish(session, [Event(DEED_TOLD, SOURCE, deed.subject, deed) for deed in told])
