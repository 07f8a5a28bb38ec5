"""What a page asks for its visitor was counted as the page: told by us alone, in one process and across two."""

import asyncio
import base64
import json
from collections.abc import Mapping
from itertools import count

import httpx
import pytest

from kit import asgi
from kit.asgi import INSIDE, Receive, Scope, Send
from kit.forwarding import Behind
from kit.forwarding.behind import HEADER, Peers
from kit.tokens import SigningKey
from tests.gateway.gate import Gate
from tests.kit.forwarding.world import KEY, forwarder, say, served

AREA = "/api/directory/v1/areas/X"
_hosts = count(1)


def twice(gate: Gate, headers: Mapping[str, str]) -> list[int]:
    """The statuses of two requests to a gateway that is served as a part alone, from an address nobody else has."""

    async def story() -> list[int]:
        transport = httpx.ASGITransport(Behind(gate.app, gate.key), client=(f"192.0.2.{next(_hosts)}", 1))
        async with httpx.AsyncClient(transport=transport, base_url=gate.base_url) as http:
            return [(await http.get(AREA, headers=headers)).status_code for _ in range(2)]

    return gate.loop.run(story())


def unsigned(gate: Gate) -> str:
    """A token that claims to be unsigned on purpose."""
    told = {"address": "192.0.2.200", "inside": True, "aud": "lantoa-services", "exp": 9_999_999_999}
    parts = ({"alg": "none", "typ": "lantoa-peer+jwt"}, told)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def test_in_one_process_a_call_of_ours_is_not_counted(strict: Gate) -> None:
    async def story() -> list[int]:
        calls = [asgi.call(strict.app, "GET", AREA, client=("192.0.2.250", 1), inside=True) for _ in range(5)]
        return [answer.status for answer in await asyncio.gather(*calls)]

    assert strict.loop.run(story()) == [200] * 5
    assert strict.visitor("192.0.2.250").get(AREA).status_code == 200, "nor did they cost the visitor anything"


def test_across_processes_it_is_not_counted_either(strict: Gate) -> None:
    token = Peers(strict.key).token("192.0.2.251", inside=True).decode()
    assert twice(strict, {HEADER.decode(): token}) == [200, 200]


def test_a_visitors_own_request_is_counted_across_processes(strict: Gate) -> None:
    token = Peers(strict.key).token("192.0.2.252").decode()
    assert twice(strict, {HEADER.decode(): token}) == [200, 429]


@pytest.mark.parametrize("kind", ["plain", "unsigned", "another key", "another kind", "told twice"])
def test_nobody_else_can_say_so(strict: Gate, kind: str) -> None:
    other = SigningKey.derived("5a" * 32)
    identity = strict.key.sign("lantoa-identity+jwt", "lantoa-services", {"address": "a", "inside": True}, 60)
    ours = Peers(strict.key).token("192.0.2.253", inside=True).decode()
    told = {
        "plain": "inside",
        "unsigned": unsigned(strict),
        "another key": Peers(other).token("192.0.2.253", inside=True).decode(),
        "another kind": identity,
        "told twice": f"{ours}, {ours}",
    }[kind]
    headers = {HEADER.decode(): told, INSIDE: "true", f"x-{INSIDE}": "true", "x-lantoa-inside": "true"}
    assert twice(strict, headers) == [200, 429]


async def _marked(scope: Scope, receive: Receive, send: Send) -> None:
    await say(send, 200, str(scope.get(INSIDE, False)).encode())


@pytest.mark.parametrize("inside", [True, False])
def test_a_forwarder_carries_the_mark_and_adds_none(inside: bool) -> None:
    async def story(url: str) -> str:
        async with forwarder(url) as part:
            return (await asgi.call(part, "GET", "/", inside=inside)).body.decode()

    with served(Behind(_marked, KEY)) as url:
        assert asyncio.run(story(url)) == str(inside)
