"""What somebody who may write into the database might do; each says which events or seals must be named for it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from random import Random

from gateway.rules.audit.seals import COLUMNS
from gateway.rules.audit.verification import Leaf
from tests.gateway.audit.chains import THEIRS, Kept, event_of, other_byte, resealed, signed


@dataclass(frozen=True)
class Place:
    """Where something was done: some of these events, or one of these seals, must be named."""

    events: Collection[int] = ()
    seals: Collection[int] = ()


Tampering = Callable[[Kept, Random], Place]


def alter_event(kept: Kept, chance: Random) -> Place:
    """A bit in any column of a sealed event."""
    event = chance.choice(kept.events[:-1])
    column = chance.randrange(1, len(COLUMNS))
    before = event[column]
    if before is None or chance.random() < 0.2:
        event[column] = "" if before is None else None
    else:
        place = chance.randrange(len(before))
        event[column] = before[:place] + chr(ord(before[place]) ^ (1 << chance.randrange(5))) + before[place + 1 :]
    return Place({int(event[0] or 0)})


def renumber_event(kept: Kept, chance: Random) -> Place:
    """An event under another id."""
    event = chance.choice(kept.events[:-1])
    before = int(event[0] or 0)
    event[0] = str(before + 100_000)
    return Place({before})


def delete_event(kept: Kept, chance: Random) -> Place:
    """A row away, its leaf left."""
    event = kept.events.pop(chance.randrange(len(kept.events) - 1))
    return Place({int(event[0] or 0)})


def delete_event_and_leaf(kept: Kept, chance: Random) -> Place:
    """A row away together with its leaf."""
    event = kept.events.pop(chance.randrange(len(kept.events) - 1))
    [leaf] = [leaf for leaf in kept.leaves if leaf.event == int(event[0] or 0)]
    kept.leaves.remove(leaf)
    return Place(seals={leaf.seal})


def delete_waiting(kept: Kept, chance: Random) -> Place:
    """A row that was not sealed yet."""
    return Place({int(kept.events.pop()[0] or 0)})


def insert_event(kept: Kept, chance: Random) -> Place:
    """A row that nobody recorded, where there is room for one."""
    taken = {int(event[0] or 0) for event in kept.events}
    number = chance.choice([free for free in range(1, max(taken) + 50) if free not in taken])
    kept.events.append(event_of(number, chance))
    return Place({number})


def insert_event_with_leaf(kept: Kept, chance: Random) -> Place:
    """A row that nobody recorded, smuggled into a batch."""
    number = max(int(event[0] or 0) for event in kept.events) + 1
    kept.events.append(event_of(number, chance))
    seal = chance.choice(kept.seals).batch
    kept.leaves.append(Leaf(seal.no, seal.events, number, other_byte(b"x" * 32, chance)))
    return Place({number})


def swap_events(kept: Kept, chance: Random) -> Place:
    """Two rows with each other's content."""
    one, other = chance.sample(kept.events[:-1], 2)
    one[1:], other[1:] = other[1:], one[1:]
    return Place({int(one[0] or 0), int(other[0] or 0)})


def swap_leaves(kept: Kept, chance: Random) -> Place:
    """Two leaves of a batch in each other's place."""
    seal = chance.choice([seal.batch for seal in kept.seals if seal.batch.events > 1])
    one, other = chance.sample([leaf for leaf in kept.leaves if leaf.seal == seal.no], 2)
    for leaf, place in ((one, other.place), (other, one.place)):
        kept.leaves[kept.leaves.index(leaf)] = replace(leaf, place=place)
    return Place({one.event, other.event})


def cut_events(kept: Kept, chance: Random) -> Place:
    """The last events, their seals left."""
    waits, sealed = kept.events[-1:], kept.events[:-1]
    gone = chance.randrange(1, min(10, len(sealed)))
    kept.events = sealed[:-gone] + waits
    return Place({int(event[0] or 0) for event in sealed[-gone:]})


def cut_tail(kept: Kept, chance: Random) -> Place:
    """The last events with seals, leaves and all: only the anchor knows."""
    first = chance.randrange(1, len(kept.seals))
    gone = {seal.batch.no for seal in kept.seals[first:]}
    numbers = {leaf.event for leaf in kept.leaves if leaf.seal in gone}
    kept.seals = kept.seals[:first]
    kept.leaves = [leaf for leaf in kept.leaves if leaf.seal not in gone]
    kept.events = [event for event in kept.events if int(event[0] or 0) not in numbers]
    return Place(seals=gone)


def cut_seals(kept: Kept, chance: Random) -> Place:
    """The last seals with their leaves, the events left; the anchor is lost."""
    gone = kept.seals.pop().batch.no
    numbers = {leaf.event for leaf in kept.leaves if leaf.seal == gone}
    kept.leaves = [leaf for leaf in kept.leaves if leaf.seal != gone]
    kept.anchor = []
    return Place(numbers)


def delete_seal(kept: Kept, chance: Random) -> Place:
    """A seal out of the middle."""
    gone = kept.seals.pop(chance.randrange(len(kept.seals))).batch.no
    kept.anchor = []
    return Place(seals={gone, gone + 1})


def alter_seal(kept: Kept, chance: Random) -> Place:
    """Anything a seal says."""
    place = chance.randrange(len(kept.seals))
    seal = kept.seals[place]
    batch = seal.batch
    kept.seals[place] = chance.choice(
        (
            replace(seal, batch=replace(batch, sealed_at=batch.sealed_at.replace("2026", "2025"))),
            replace(seal, batch=replace(batch, events=batch.events + 1)),
            replace(seal, batch=replace(batch, last_id=batch.last_id + 1)),
            replace(seal, batch=replace(batch, root=other_byte(batch.root, chance))),
            replace(seal, batch=replace(batch, previous=other_byte(batch.previous, chance))),
            replace(seal, hash=other_byte(seal.hash, chance)),
            replace(seal, signature=other_byte(seal.signature, chance)),
            replace(seal, key=THEIRS.name),
        )
    )
    return Place(seals={batch.no, batch.no + 1})


def alter_leaf(kept: Kept, chance: Random) -> Place:
    """The stored hash of an event."""
    place = chance.randrange(len(kept.leaves))
    leaf = kept.leaves[place]
    kept.leaves[place] = replace(leaf, hash=other_byte(leaf.hash, chance))
    return Place({leaf.event})


def sign_again(kept: Kept, chance: Random) -> Place:
    """A seal signed by another key."""
    place = chance.randrange(len(kept.seals))
    kept.seals[place] = signed(kept.seals[place], THEIRS)
    return Place(seals={kept.seals[place].batch.no})


def rewrite(kept: Kept, chance: Random) -> Place:
    """An event altered and everything from there on sealed anew, without our key."""
    start = chance.randrange(len(kept.seals))
    [number, *_] = [leaf.event for leaf in kept.leaves if leaf.seal == start + 1]
    [event] = [event for event in kept.events if event[0] == str(number)]
    event[COLUMNS.index("after")] = "{}"
    resealed(kept, THEIRS, start)
    return Place(seals={start + 1})


def swap_batches(kept: Kept, chance: Random) -> Place:
    """Two seals in each other's place, with their leaves."""
    one, other = chance.sample(range(len(kept.seals)), 2)
    numbers = {kept.seals[one].batch.no: kept.seals[other].batch.no}
    numbers |= {after: before for before, after in numbers.items()}
    kept.seals = [
        replace(seal, batch=replace(seal.batch, no=numbers.get(seal.batch.no, seal.batch.no))) for seal in kept.seals
    ]
    kept.leaves = [replace(leaf, seal=numbers.get(leaf.seal, leaf.seal)) for leaf in kept.leaves]
    return Place(seals=set(numbers))


TAMPERINGS: tuple[Tampering, ...] = (
    alter_event,
    renumber_event,
    delete_event,
    delete_event_and_leaf,
    delete_waiting,
    insert_event,
    insert_event_with_leaf,
    swap_events,
    swap_leaves,
    cut_events,
    cut_tail,
    cut_seals,
    delete_seal,
    alter_seal,
    alter_leaf,
    sign_again,
    rewrite,
    swap_batches,
)
