"""How many requests may be sent: the rule, by a clock of the test."""

from dataclasses import dataclass

import pytest

from gateway.rules.addresses import network_of
from gateway.rules.paces import allowed
from gateway.rules.quotas import Quota


@dataclass
class Sender:
    """Somebody who sends, and whether they are let in."""

    quota: Quota
    full_at: float = 0.0

    def sends(self, now: float, cost: float = 1.0) -> bool:
        after = self.quota.spent(self.full_at, now, cost)
        if not self.quota.admits(after, now):
            return False
        self.full_at = after
        return True


@pytest.mark.parametrize(
    ("per_minute", "at_once", "pace", "seconds"),
    [(600, 100, 0.1, 10.0), (60, 10, 1.0, 10.0), (100, 16, 0.6, 9.6), (6, 1, 10.0, 10.0), (1, 1, 60.0, 60.0)],
)
def test_the_requests_of_ten_seconds_may_come_at_once_but_one_always(
    per_minute: int, at_once: int, pace: float, seconds: float
) -> None:
    quota = Quota.of(per_minute)
    assert (quota.requests, quota.pace, quota.seconds) == (at_once, pytest.approx(pace), pytest.approx(seconds))


@pytest.mark.parametrize("per_minute", [1, 7, 60, 100, 600, 1200, 10_000_000])
def test_exactly_as_many_as_told_pass_at_once(per_minute: int) -> None:
    sender = Sender(Quota.of(per_minute))
    at_once = min(sender.quota.requests, 5000)
    assert [sender.sends(1000.0) for _ in range(at_once)] == [True] * at_once
    assert sender.quota.left(sender.full_at, 1000.0) == sender.quota.requests - at_once
    if sender.quota.requests == at_once:
        assert not sender.sends(1000.0)


@pytest.mark.parametrize(("per_minute", "times"), [(600, 7), (600, 1), (60, 100), (1200, 3)])
def test_whoever_sends_more_gets_the_steady_rate_and_no_more(per_minute: int, times: int) -> None:
    sender, seconds = Sender(Quota.of(per_minute)), 120
    step = 60 / (per_minute * times)
    let_in = sum(sender.sends(n * step) for n in range(int(seconds / step)))
    fair = per_minute * seconds / 60
    assert fair <= let_in + 1 <= fair + sender.quota.requests + 2


def test_who_waits_as_long_as_told_is_let_in() -> None:
    sender = Sender(Quota.of(30))
    while sender.sends(50.0):
        pass
    wait = sender.quota.wait(sender.quota.spent(sender.full_at, 50.0, 1.0), 50.0)
    assert wait == 2
    assert not sender.sends(50.0 + wait - 0.5)
    assert sender.sends(50.0 + wait)


def test_a_rest_fills_the_reserve_but_never_above_it() -> None:
    sender = Sender(Quota.of(60))
    while sender.sends(0.0):
        pass
    assert sender.quota.left(sender.full_at, 4.0) == 4
    assert sender.quota.left(sender.full_at, 4000.0) == 10
    assert sum(sender.sends(4000.0) for _ in range(50)) == 10


def test_a_cheap_request_takes_its_share_only() -> None:
    sender = Sender(Quota.of(60))
    assert sum(sender.sends(0.0, 0.1) for _ in range(500)) == 100


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("nowhere:at all", "nowhere:at all"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one(address: str, counted_as: str) -> None:
    assert network_of(address) == counted_as


@pytest.mark.parametrize(("received", "seconds"), [(0, 20), (4096, 21), (10 * 1024 * 1024, 2580)])
def test_a_large_body_may_take_longer(received: int, seconds: float) -> None:
    assert allowed(20, received) == seconds
