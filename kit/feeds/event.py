"""One event and its wire form (CloudEvents 1.0, JSON)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from pydantic import BaseModel

BATCH = "application/cloudevents-batch+json"


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot be told in an event: {type(value)}")


encoder = msgspec.json.Encoder(enc_hook=_plain, decimal_format="number")
"""Contracts, dates and decimals as the wire wants them."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to `subject`: `data` is its state afterwards, as the contract named by `type` says.

    `id` and `at` are given by the outbox; they are empty on an event that is still to be published. `data` may be
    anything msgspec can encode, or a contract.
    """

    type: str
    source: str
    subject: str
    data: Any
    id: str = ""
    at: datetime | None = None

    def wire(self) -> dict[str, Any]:
        """The CloudEvents attributes of this event."""
        at = self.at or datetime.now(UTC)
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "data": self.data,
        }

    @classmethod
    def of_wire(cls, attributes: dict[str, Any]) -> "Event":
        """The event that CloudEvents attributes speak of."""
        return cls(
            type=attributes["type"],
            source=attributes["source"],
            subject=attributes["subject"],
            data=attributes["data"],
            id=attributes["id"],
            at=datetime.fromisoformat(attributes["time"]),
        )


def batch(events: Iterable[Event]) -> bytes:
    """Events as one CloudEvents batch."""
    return encoder.encode([event.wire() for event in events])
