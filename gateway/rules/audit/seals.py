"""How the audit is sealed: a leaf of every event, a root of every batch, and a chain of seals."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = (
    "id",
    "at",
    "action",
    "outcome",
    "actor_kind",
    "actor_id",
    "actor_name",
    "address",
    "subject",
    "place",
    "before",
    "after",
    "reason",
    "request_id",
    "told_by",
    "told_id",
)
"""What is sealed of an event, in this order: every column, as PostgreSQL writes it (times in UTC)."""
GENESIS = b"\x00" * 32
"""What the first seal stands on."""
_EVENT, _BATCH, _SEAL = b"lantoa-audit-event-1\n", b"lantoa-audit-batch-1\n", "lantoa-audit-seal-1"

Written = Sequence[str | None]
"""An event as text, column by column."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a seal says: how many events, from which to which, and what they come to."""

    no: int
    sealed_at: str
    events: int
    first_id: int
    last_id: int
    root: bytes
    previous: bytes

    def hash(self) -> bytes:
        """What is signed, and what the next seal stands on."""
        what = (self.events, self.first_id, self.last_id, self.root.hex(), self.previous.hex())
        return hashlib.sha256(canonical((_SEAL, self.no, self.sealed_at, *what))).digest()


@dataclass(frozen=True, slots=True)
class Seal:
    """A batch with the hash and signature that were stored of it, and the name of the key that signed."""

    batch: Batch
    hash: bytes
    signature: bytes
    key: str


def canonical(told: Sequence[str | int | None]) -> bytes:
    """The one way to write it: a JSON array without spaces, in UTF-8."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_of(event: Written) -> bytes:
    """The hash of one event."""
    return hashlib.sha256(_EVENT + canonical(event)).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The hash of a batch: of its leaves in their order."""
    return hashlib.sha256(_BATCH + b"".join(leaves)).digest()


def next_batch(last: Seal | None, sealed_at: str, ids: Sequence[int], leaves: Sequence[bytes]) -> Batch:
    """The batch that follows the last seal."""
    no, previous = (1, GENESIS) if last is None else (last.batch.no + 1, last.hash)
    return Batch(no, sealed_at, len(ids), ids[0], ids[-1], root_of(leaves), previous)
