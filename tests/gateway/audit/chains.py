"""A sealed chain in memory, and everything somebody might do to it."""

from dataclasses import dataclass, field, replace
from random import Random

from gateway.rules.audit.seals import COLUMNS, Seal, Written, leaf_of, next_batch
from gateway.rules.audit.verification import Chain, Found, Leaf, Verification, compare_anchor
from gateway.sealing.keys import SealKey, Trusted

OURS, THEIRS = SealKey(b"o" * 32), SealKey(b"t" * 32)
TRUSTED = Trusted([OURS.public])


@dataclass
class Kept:
    """What the database and the anchor hold."""

    seals: list[Seal] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    events: list[list[str | None]] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)
    anchor: list[Seal] = field(default_factory=list)

    def copy(self) -> "Kept":
        """To be tampered with."""
        events = [list(event) for event in self.events]
        return Kept([*self.seals], [*self.leaves], events, {*self.waiting}, [*self.anchor])

    def findings(self) -> list[Found]:
        """What a check of it finds, streamed in the order in which the database gives it."""
        chain = Chain(
            sorted(self.seals, key=lambda seal: seal.batch.no),
            sorted(self.leaves, key=lambda leaf: (leaf.seal, leaf.place)),
            sorted(self.events, key=lambda event: int(event[0] or 0)),
            self.waiting,
        )
        verification = Verification(chain, TRUSTED.has_signed)
        found = list(verification.findings())
        return found + list(compare_anchor(self.anchor, verification.hashes, TRUSTED.has_signed))


def signed(seal: Seal, key: SealKey = OURS) -> Seal:
    """The seal as whoever holds `key` would put it on."""
    digest = seal.batch.hash()
    return Seal(seal.batch, digest, key.sign(digest), key.name)


def event_of(number: int, chance: Random) -> list[str | None]:
    """An event with something in most columns."""
    told: dict[str, str | None] = {name: f"{name} {number} {chance.randrange(1000)} ắ" for name in COLUMNS}
    told |= {"id": str(number), "at": f"2026-11-30 09:{number // 60 % 60:02}:{number % 60:02}.5"}
    return [None if name in {"reason", "told_id"} and chance.random() < 0.5 else told[name] for name in COLUMNS]


def put_on(kept: Kept, ids: list[int], events: dict[int, Written], key: SealKey = OURS) -> None:
    """Seal events as the sealer does."""
    leaves = [leaf_of(events[number]) for number in ids]
    last = kept.seals[-1] if kept.seals else None
    at = f"2026-11-30T09:{len(kept.seals) // 60:02}:{len(kept.seals) % 60:02}.000000Z"
    seal = signed(Seal(next_batch(last, at, ids, leaves), b"", b"", ""), key)
    kept.seals.append(seal)
    kept.anchor.append(seal)
    no = seal.batch.no
    kept.leaves += [Leaf(no, place, number, leaf) for place, (number, leaf) in enumerate(zip(ids, leaves, strict=True))]


def sealed_chain(chance: Random, batches: int = 12) -> Kept:
    """Some batches of some events; ids have gaps, and late commits stand in later batches."""
    kept = Kept()
    events: dict[int, Written] = {}
    number, late = 0, []
    for _ in range(batches):
        ids = []
        for _ in range(chance.randrange(1, 8)):
            number += chance.choice((1, 1, 1, 2, 5))
            kept.events.append(event_of(number, chance))
            events[number] = kept.events[-1]
            (late if chance.random() < 0.15 else ids).append(number)
        if len(ids) > 1:
            put_on(kept, sorted(ids), events)
            continue
        late += ids
    put_on(kept, sorted(late) or [number], events) if late else None
    number += 1
    kept.events.append(event_of(number, chance))
    kept.waiting.add(number)
    return kept


def other_byte(content: bytes, chance: Random) -> bytes:
    """One bit of it turned."""
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]


def resealed(kept: Kept, key: SealKey, start: int) -> None:
    """Everything from a seal on sealed anew by somebody who holds `key`."""
    events = {int(event[0] or 0): event for event in kept.events}
    groups = [[leaf.event for leaf in kept.leaves if leaf.seal == seal.batch.no] for seal in kept.seals[start:]]
    anchor = kept.anchor
    kept.leaves = [leaf for leaf in kept.leaves if leaf.seal <= start]
    kept.seals = kept.seals[:start]
    for ids in groups:
        put_on(kept, ids, {**events}, key)
    kept.anchor = anchor[: start + len(groups)]


__all__ = ["OURS", "THEIRS", "Kept", "other_byte", "put_on", "replace", "resealed", "sealed_chain", "signed"]
