"""Whether the audit is still as it was sealed, and where it is not; one pass over seals, leaves and events."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from gateway.rules.audit.seals import GENESIS, Seal, Written, leaf_of, root_of

END = float("inf")


class Fault(StrEnum):
    """What can be wrong with the audit."""

    ALTERED = "altered"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    LEAF = "leaf"
    SEAL = "seal"
    KEY = "key"
    CUT = "cut"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Found:
    """One fault: about which events (first and last, if any), sealed or told between which times."""

    fault: Fault
    detail: str
    seal: int | None = None
    events: tuple[int, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stored leaf: of which seal, at which place, of which event."""

    seal: int
    place: int
    event: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Chain:
    """What the database keeps: seals by number, leaves by seal and place, events by id, and the ids that wait."""

    seals: Iterable[Seal]
    leaves: Iterable[Leaf]
    events: Iterable[Written]
    waiting: Collection[int]


@dataclass(slots=True)
class Tally:
    """What was looked at."""

    events: int = 0
    waiting: int = 0
    last: Seal | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it is now."""

    hash: bytes
    at: str


HasSigned = Callable[[str, bytes, bytes], bool]
"""Whether the key of this name signed this hash with this signature."""


class Verification:
    """Checks a chain as it is read: `findings` yields every fault; afterwards `tally` says what was seen."""

    def __init__(self, chain: Chain, has_signed: HasSigned) -> None:
        self._chain = chain
        self._has_signed = has_signed
        self._events = _Events(chain.events, chain.waiting)
        self.tally = Tally(waiting=len(chain.waiting))
        self.hashes: dict[int, bytes] = {}
        """The hash of every seal, for comparing with an anchor."""

    def findings(self) -> Iterator[Found]:
        """Every fault, in the order of the chain; then the events that no seal knows."""
        groups = _Groups(self._chain.leaves)
        last: Seal | None = None
        for seal in self._chain.seals:
            yield from self._orphans(groups.before(seal.batch.no), last)
            yield from self._link(seal, last)
            yield from self._batch(seal, groups.of(seal.batch.no), "" if last is None else last.batch.sealed_at)
            self.hashes[seal.batch.no] = seal.hash
            last = self.tally.last = seal
        yield from self._orphans(groups.rest(), last)
        yield from self._loose()
        self.tally.events = self._events.count

    def _link(self, seal: Seal, last: Seal | None) -> Iterator[Found]:
        """Whether a seal is whole, signed, and stands on the one before."""
        no, previous = (1, GENESIS) if last is None else (last.batch.no + 1, last.hash)
        since, until = ("" if last is None else last.batch.sealed_at), seal.batch.sealed_at
        if seal.batch.no != no:
            detail = f"Mất dấu niêm phong từ số {no} đến số {seal.batch.no - 1}."
            yield Found(Fault.CUT, detail, seal.batch.no, (), since, until)
        elif seal.batch.previous != previous:
            detail = f"Dấu niêm phong số {no} không nối tiếp dấu trước."
            yield Found(Fault.SEAL, detail, seal.batch.no, (), since, until)
        if seal.batch.hash() != seal.hash:
            detail = f"Dấu niêm phong số {seal.batch.no} đã bị sửa."
            yield Found(Fault.SEAL, detail, seal.batch.no, (), since, until)
        elif not self._has_signed(seal.key, seal.hash, seal.signature):
            detail = f"Dấu niêm phong số {seal.batch.no} không do khóa đáng tin ký (khóa ghi là {seal.key})."
            yield Found(Fault.KEY, detail, seal.batch.no, (), since, until)

    def _batch(self, seal: Seal, leaves: Sequence[Leaf], since: str) -> Iterator[Found]:
        """Whether the events of a seal are those it was put on, in their order."""
        batch = seal.batch

        def found(fault: Fault, detail: str, events: Sequence[int]) -> Found:
            return Found(fault, detail, batch.no, (*events,), since, batch.sealed_at)

        seen = [self._events.take(leaf.event) for leaf in leaves]
        now = [leaf.hash if event is None else event.hash for leaf, event in zip(leaves, seen, strict=True)]
        odd = [leaf.event for leaf, hashed in zip(leaves, now, strict=True) if leaf.hash != hashed]
        gone = [leaf.event for leaf, event in zip(leaves, seen, strict=True) if event is None]
        is_true = root_of([leaf.hash for leaf in leaves]) == batch.root
        if odd and not is_true and root_of(now) == batch.root:
            yield found(Fault.LEAF, f"Mã băm lưu của {_rows(odd)} đã bị sửa; sự kiện còn nguyên.", odd)
            return
        if odd:
            yield found(Fault.ALTERED, f"{_rows(odd, start=True)} đã bị sửa.", odd)
        if gone:
            yield found(Fault.DELETED, f"{_rows(gone, start=True)} đã bị xóa.", gone)
        if not is_true or [leaf.place for leaf in leaves] != [*range(batch.events)]:
            fault, detail, events = _misplaced(batch.root, batch.events, leaves)
            yield found(fault, f"Dấu niêm phong số {batch.no}: {detail}", events)

    def _orphans(self, leaves: Iterable[Leaf], last: Seal | None) -> Iterator[Found]:
        """Leaves whose seal is not there: the seal was taken away, and perhaps the events with it."""
        for no, group in groupby(leaves, key=lambda leaf: leaf.seal):
            events = [leaf.event for leaf in group]
            for event in events:
                self._events.take(event)
            detail = f"Không còn dấu niêm phong số {no} của {_rows(events)}."
            yield Found(Fault.CUT, detail, no, (*events,), "" if last is None else last.batch.sealed_at)

    def _loose(self) -> Iterator[Found]:
        """Events that no seal knows and that do not wait for one; and what waits without being there."""
        waiting = self._chain.waiting
        loose = [(number, at) for number, at in self._events.rest() if number not in waiting]
        if loose:
            numbers = [number for number, _ in loose]
            times = sorted(at for _, at in loose)
            detail = f"{_rows(numbers, start=True)} không có trong dấu niêm phong nào: được chèn vào, hoặc đã mất dấu."
            yield Found(Fault.INSERTED, detail, None, (*numbers,), times[0], times[-1])
        if gone := sorted(set(waiting) - self._events.waiting):
            yield Found(Fault.DELETED, f"{_rows(gone, start=True)} bị xóa trước khi niêm phong.", None, (*gone,))


def compare_anchor(anchor: Iterable[Seal], hashes: Mapping[int, bytes], has_signed: HasSigned) -> Iterator[Found]:
    """Whether every seal of an anchor is still in the database; `hashes` are those of its seals by number."""
    before = ""
    last: int | None = None
    for seal in anchor:
        batch = seal.batch
        where = (batch.no, (batch.first_id, batch.last_id), before, batch.sealed_at)
        if batch.hash() != seal.hash or not has_signed(seal.key, seal.hash, seal.signature):
            yield Found(Fault.ANCHOR, f"Dòng của dấu số {batch.no} trong tệp neo đã bị sửa.", *where)
        elif batch.no not in hashes:
            detail = f"Cơ sở dữ liệu mất dấu niêm phong số {batch.no} ({batch.events} sự kiện) mà tệp neo còn giữ."
            yield Found(Fault.CUT, detail, *where)
        elif hashes[batch.no] != seal.hash:
            yield Found(Fault.CUT, f"Dấu niêm phong số {batch.no} khác với dấu trong tệp neo.", *where)
        if last is not None and batch.no > last + 1:
            yield Found(Fault.ANCHOR, f"Tệp neo thiếu dấu từ số {last + 1} đến số {batch.no - 1}.", *where)
        last, before = batch.no, batch.sealed_at


def _misplaced(root: bytes, count: int, leaves: Sequence[Leaf]) -> tuple[Fault, str, tuple[int, ...]]:
    """What is wrong with leaves that do not come to their root as they stand."""
    if extra := [leaf.event for leaf in leaves if leaf.place not in range(count)]:
        return Fault.INSERTED, f"{_rows(extra)} được chèn thêm vào.", (*extra,)
    if missing := sorted(set(range(count)) - {leaf.place for leaf in leaves}):
        beside = [leaf.event for leaf in leaves if leaf.place in {missing[0] - 1, missing[-1] + 1}]
        return Fault.LEAF, f"mất {len(missing)} mã băm, từ vị trí {missing[0]}.", (*beside,)
    by_event = sorted(leaves, key=lambda leaf: leaf.event)
    if len(leaves) == count and root_of([leaf.hash for leaf in by_event]) == root:
        moved = [leaf.event for leaf, right in zip(leaves, by_event, strict=True) if leaf.event != right.event]
        return Fault.REORDERED, f"thứ tự của {_rows(moved)} đã bị đổi.", (*moved,)
    return Fault.LEAF, "mã băm của các sự kiện không khớp.", tuple(leaf.event for leaf in leaves)


def _rows(numbers: Sequence[int], *, start: bool = False) -> str:
    """Which events, named in full when they are few."""
    word = "Sự kiện" if start else "sự kiện"
    if len(numbers) <= 5:
        return f"{word} {', '.join(map(str, numbers))}"
    return f"{len(numbers)} {word.lower()} (từ {min(numbers)} đến {max(numbers)})"


class _Events:
    """Events by id, read just as far as they are asked for; what was passed over is kept as its hash."""

    def __init__(self, events: Iterable[Written], waiting: Collection[int]) -> None:
        self._coming = iter(events)
        self._queued = waiting
        self._passed: dict[int, Seen] = {}
        self._reached: float = 0
        self.count = 0
        self.waiting: set[int] = set()

    def take(self, number: int) -> Seen | None:
        """The event of this id, None when there is none (any more)."""
        while self._reached < number and self._read() is not None:
            pass
        return self._passed.pop(number, None)

    def _read(self) -> int | None:
        event = next(self._coming, None)
        if event is None:
            self._reached = END
            return None
        number = int(event[0] or 0)
        self._passed[number] = Seen(leaf_of(event), event[1] or "")
        self._reached = max(self._reached, number)
        self.count += 1
        if number in self._queued:
            self.waiting.add(number)
        return number

    def rest(self) -> Iterator[tuple[int, str]]:
        """Id and time of every event nobody took."""
        while self._read() is not None:
            pass
        for number, seen in sorted(self._passed.items()):
            yield number, seen.at


class _Groups:
    """Leaves, seal by seal."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._coming = iter(leaves)
        self._next = next(self._coming, None)

    def _while(self, belongs: Callable[[Leaf], bool]) -> Iterator[Leaf]:
        while self._next is not None and belongs(self._next):
            yield self._next
            self._next = next(self._coming, None)

    def before(self, seal: int) -> list[Leaf]:
        """Those of seals that come before."""
        return list(self._while(lambda leaf: leaf.seal < seal))

    def of(self, seal: int) -> list[Leaf]:
        """Those of this seal."""
        return list(self._while(lambda leaf: leaf.seal == seal))

    def rest(self) -> list[Leaf]:
        """All that are left."""
        return list(self._while(lambda leaf: True))
