"""Deadlines and bounds of a forwarder: a part that is slow or full is waited for, and then no longer."""

import asyncio

import pytest

from kit import asgi
from kit.asgi import Message
from kit.errors import Unavailable
from kit.forwarding import Breaker
from kit.forwarding.breaker import State
from tests.kit.forwarding.world import OK, Visitor, forwarder, head_heard, outcome, spoken

SHORT = 0.2


def test_a_part_that_hangs_is_given_up_but_not_before_the_wait_that_was_asked_for() -> None:
    """The patient request is answered after the impatient one was given up."""
    gave_up = asyncio.Event()

    async def hanging(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"wait=" in await head_heard(reader):
            await gave_up.wait()
            writer.write(OK)
        await reader.read()

    async def story() -> list[int]:
        async with spoken(hanging) as url, forwarder(url, deadline=SHORT) as part:
            patient = asyncio.create_task(outcome(part, query="after=1&wait=20"))
            found = await outcome(part)
            gave_up.set()
            return [found, await patient]

    assert asyncio.run(story()) == [503, 200]


def test_a_part_that_hangs_is_given_up_though_its_callers_are_less_patient_than_any_deadline() -> None:
    """Takes a second: the time after which leaving tells something."""

    async def hanging(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def story() -> list[bool]:
        breaker = Breaker(limit=2, shortest_pause=1000)
        async with spoken(hanging) as url, forwarder(url, breaker=breaker) as part:
            found = []
            for budget in (0.1, 0.1, 0.1, 1.0):
                calls = [asyncio.create_task(outcome(part)) for _ in range(2)]
                await asyncio.wait(calls, timeout=budget)
                for call in calls:
                    call.cancel()
                await asyncio.wait(calls)
                found.append(breaker.state is State.OPEN)
            return found

    assert asyncio.run(story()) == [False, False, False, True]


def test_who_leaves_before_having_said_everything_tells_nothing_of_the_part() -> None:
    """Takes a second, as above: else five visitors who dawdle would shut a part for all."""

    async def listening(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def story() -> bool:
        breaker = Breaker(limit=1)
        async with spoken(listening) as url, forwarder(url, breaker=breaker) as part:
            dawdler = _Dawdler("POST", headers=[(b"content-length", b"10")])
            call = asyncio.create_task(dawdler.ask(part))
            await asyncio.wait([call], timeout=1)
            call.cancel()
            await asyncio.wait([call])
            return breaker.state is State.CLOSED

    assert asyncio.run(story())


def test_who_sends_nothing_more_keeps_no_connection_from_others() -> None:
    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"POST" not in await head_heard(reader):
            writer.write(OK)
        await reader.read()

    async def story() -> list[int]:
        async with spoken(busy) as url, forwarder(url, deadline=SHORT, connections=1) as part:
            dawdler = _Dawdler("POST", headers=[(b"content-length", b"10")])
            return [(await dawdler.ask(part)).status, await outcome(part)]

    assert asyncio.run(story()) == [499, 200]


class _Dawdler(Visitor):
    """Sends the first bytes of a body, then nothing."""

    has_begun = False

    async def receive(self) -> Message:
        if self.has_begun:
            await self.leaves.wait()
        self.has_begun = True
        return {"type": "http.request", "body": b"half", "more_body": True}


@pytest.mark.parametrize("length", [b"content-length: 2\r\n\r\nok", b"transfer-encoding: chunked\r\n\r\n2\r\nok\r\n"])
def test_who_takes_the_end_of_an_answer_slowly_keeps_no_connection_from_others(length: bytes) -> None:
    class Dreamer(Visitor):
        reached = asyncio.Event()

        async def send(self, message: Message) -> None:
            if not message.get("more_body", "status" in message):
                self.reached.set()
                await self.leaves.wait()

    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await head_heard(reader):
            writer.write(b"HTTP/1.1 200 OK\r\n" + length)
            if b"chunked" in length:
                await asyncio.sleep(0)
                writer.write(b"0\r\n\r\n")

    async def story() -> int:
        async with spoken(answering) as url, forwarder(url, deadline=SHORT, connections=1) as part:
            dreamer = Dreamer()
            dreaming = asyncio.create_task(dreamer.ask(part))
            await dreamer.reached.wait()
            found = await outcome(part)
            dreamer.leaves.set()
            await dreaming
            return found

    assert asyncio.run(story()) == 200


def test_half_a_head_does_not_buy_more_time() -> None:
    async def dribbling(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await reader.read()

    async def story() -> int:
        async with spoken(dribbling) as url, forwarder(url, deadline=SHORT) as part:
            return await outcome(part)

    assert asyncio.run(story()) == 503


def test_an_answer_that_stops_flowing_is_cut() -> None:
    async def stopping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(OK[:-1])
        await reader.read()

    async def story() -> None:
        async with spoken(stopping) as url, forwarder(url, deadline=SHORT) as part:
            await asgi.call(part, "GET", "/")

    with pytest.raises(ConnectionError):
        asyncio.run(story())


def test_a_part_that_takes_no_more_of_a_body_is_given_up() -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.Event().wait()

    async def story() -> int:
        async with spoken(deaf) as url, forwarder(url, deadline=SHORT) as part:
            body = [b"x" * 1024 * 1024] * 64
            try:
                length = str(64 * 1024 * 1024).encode()
                await Visitor("POST", headers=[(b"content-length", length)], body=body).ask(part)
            except Unavailable as error:
                return error.status
            return 200

    assert asyncio.run(story()) == 503


def test_no_more_connections_are_made_than_allowed_and_nobody_waits_for_ever() -> None:
    at_work = 0
    most = 0
    full, go_on = asyncio.Event(), asyncio.Event()

    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal at_work, most
        while True:
            head = await head_heard(reader)
            at_work += 1
            most = max(most, at_work)
            if at_work == 2:
                full.set()
            if b"wait=" in head:
                await go_on.wait()
            at_work -= 1
            writer.write(OK)

    async def story() -> list[int]:
        async with spoken(busy) as url, forwarder(url, deadline=SHORT, connections=2) as part:
            long = [asyncio.create_task(outcome(part, query="wait=20")) for _ in range(6)]
            await full.wait()
            crowded_out = await outcome(part)
            go_on.set()
            return [crowded_out, *await asyncio.gather(*long)]

    assert asyncio.run(story()) == [503] + [200] * 6
    assert most == 2
