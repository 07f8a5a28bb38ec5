"""The audit as it was sealed: what was not touched is left alone, and of 1,000 tamperings every one is found."""

from random import Random

import pytest

from gateway.models import AuditEventRow
from gateway.rules.audit.seals import COLUMNS
from gateway.rules.audit.verification import Found
from tests.gateway.audit.chains import Kept, sealed_chain
from tests.gateway.audit.tamperings import TAMPERINGS, Place, Tampering

ROUNDS = 60


def is_named(found: list[Found], place: Place) -> bool:
    """Whether the findings lead to where it was done: every event of a few, or the seal."""
    events = {number for finding in found for number in finding.events}
    seals = {finding.seal for finding in found}
    return set(place.events) <= events and (not place.seals or not seals.isdisjoint(place.seals))


def test_an_untouched_chain_has_no_fault() -> None:
    for seed in range(100):
        assert sealed_chain(Random(seed)).findings() == []


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_whatever_is_done_to_it_is_found_and_located(tamper: Tampering) -> None:
    missed = []
    for seed in range(ROUNDS):
        chance = Random(f"{tamper.__name__} {seed}")
        kept: Kept = sealed_chain(chance).copy()
        place = tamper(kept, chance)
        found = kept.findings()
        if not is_named(found, place):
            missed.append((seed, place, found))
    assert missed == []


def test_there_were_a_thousand_of_them() -> None:
    assert ROUNDS * len(TAMPERINGS) >= 1000


def test_two_tamperings_at_once_are_both_found() -> None:
    for seed in range(200):
        chance = Random(seed)
        kept = sealed_chain(chance, batches=30)
        half = len(kept.events) // 2
        one, other = kept.events[chance.randrange(half)], kept.events[half + chance.randrange(half - 1)]
        one[COLUMNS.index("reason")] = "khác"
        kept.events.remove(other)
        assert is_named(kept.findings(), Place({int(one[0] or 0), int(other[0] or 0)}))


def test_every_column_of_an_event_is_sealed() -> None:
    assert set(AuditEventRow.__table__.columns.keys()) == set(COLUMNS)  # type: ignore[attr-defined]
