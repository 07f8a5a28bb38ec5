"""What is remembered of those who send: enough to refuse, little enough for any number of strangers."""

from gateway.door.meters import Meter, Spent

POLICY = b"ratelimit-policy"
LEFT = b"ratelimit"


def test_an_answer_tells_the_quota_and_what_is_left() -> None:
    meter = Meter("client", 600)
    told, wait = meter.take("a", 1000.0)
    assert wait == 0
    assert dict(told) == {POLICY: b'"client";q=100;w=10', LEFT: b'"client";r=99;t=1'}
    for _ in range(60):
        told, _ = meter.take("a", 1000.0)
    assert dict(told)[LEFT] == b'"client";r=39;t=7'


def test_a_refusal_tells_how_long_and_costs_nothing() -> None:
    meter = Meter("account", 1)
    assert meter.take("a", 0.0)[1] == 0
    for now in (0.0, 10.0, 59.0):
        told, wait = meter.take("a", now)
        assert wait == 60 - now
        assert dict(told)[LEFT] == b'"account";r=0;t=%d' % wait
    assert meter.take("a", 60.0)[1] == 0


def test_one_does_not_pay_for_another() -> None:
    meter = Meter("address", 1)
    assert [meter.take(who, 0.0)[1] for who in ("a", "b", "a", "b", "c")] == [0, 0, 60, 60, 0]


def test_nothing_is_counted_nor_told_where_nothing_is_limited() -> None:
    meter = Meter("address", 0)
    assert [meter.take("a", 0.0) for _ in range(1000)] == [((), 0)] * 1000
    assert len(meter.spent) == 0


def test_strangers_cannot_make_it_remember_without_end() -> None:
    meter = Meter("address", 600, most=100)
    for number in range(5000):
        meter.take(f"stranger {number}", 0.0)
        assert len(meter.spent) <= 200


def test_it_forgets_whom_there_is_nothing_to_remember_of() -> None:
    meter = Meter("address", 600)
    for number in range(50):
        meter.take(f"stranger {number}", 0.0)
    for second in range(1, 40):
        meter.take("somebody", float(second))
    assert len(meter.spent) <= 2


def test_nothing_that_counts_is_forgotten_with_time() -> None:
    meter, exact, step = Meter("a", 60), Spent(1e9), 0.37
    for number in range(1000):
        now = number * step
        who = f"{number % 3}"
        before = exact.of(who, now)
        after = meter.quota.spent(before, now, 1.0) if meter.quota else 0.0
        admits = meter.quota is not None and meter.quota.admits(after, now)
        assert (meter.take(who, now)[1] == 0) is admits
        if admits:
            exact.note(who, after)
