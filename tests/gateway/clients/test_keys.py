"""Keys of access tokens change without anybody noticing: published before they sign, and after."""

import asyncio
import base64
import json
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from gateway.actions.audit import OPERATOR
from gateway.actions.signing_keys import rotate
from gateway.door.keyring import KeyRing
from kit import clock
from kit.database import in_unit
from kit.secrets import Vault
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate

AREA = "/api/directory/v1/areas/X"


@pytest.fixture(autouse=True)
def one_key(gate: Gate) -> None:
    """Every test starts with one key, made just now."""
    gate.execute("delete from signing_keys")
    read(gate)


def ring_of(gate: Gate) -> KeyRing:
    found: KeyRing = gate.app.front.state.keys
    return found


def read(gate: Gate) -> None:
    """What every gateway does once a minute."""
    gate.loop.run(ring_of(gate).read())


def ask_for_next(gate: Gate) -> None:
    """What `manage.py keys rotate` does."""

    async def work() -> None:
        async with in_unit(gate.database) as unit:
            await rotate(unit, ring_of(gate)._vault, now=clock.now(), asked_by=OPERATOR)

    gate.loop.run(work())


def let_pass(gate: Gate, minutes: int) -> None:
    """The keys were made and changed that much earlier."""
    gate.execute(
        "update signing_keys set active_from = active_from - make_interval(mins => :minutes),"
        " retired_at = retired_at - make_interval(mins => :minutes)",
        {"minutes": minutes},
    )
    read(gate)


def published(gate: Gate) -> list[str]:
    answer = gate.visitor().get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    return [key["kid"] for key in answer.json()["keys"]]


def signing(token: str) -> str:
    head = token.split(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


def bearer(gate: Gate, token: str) -> httpx.Response:
    return gate.visitor().get(AREA, headers={"Authorization": f"Bearer {token}"})


def test_a_next_key_is_published_for_ten_minutes_before_it_signs(gate: Gate) -> None:
    (first,) = published(gate)
    ask_for_next(gate)
    read(gate)
    assert published(gate)[0] == first
    assert len(published(gate)) == 2
    assert signing(gate.token("indicators:read")) == first
    let_pass(gate, 9)
    assert signing(gate.token("indicators:read")) == first
    let_pass(gate, 2)
    assert signing(gate.token("indicators:read")) == published(gate)[1]


def test_the_key_before_is_published_until_its_last_token_is_over(gate: Gate) -> None:
    (first,) = published(gate)
    token = gate.token("indicators:read")
    ask_for_next(gate)
    let_pass(gate, 11)
    assert bearer(gate, token).status_code == 200, "signed by the key before"
    let_pass(gate, 59)
    assert first in published(gate)
    let_pass(gate, 10)
    assert first not in published(gate)
    assert bearer(gate, token).status_code == 200, "this gateway has seen it, and it has not expired"
    assert len(published(gate)) == 1


def test_keys_change_by_themselves_after_ninety_days(gate: Gate) -> None:
    (first,) = published(gate)
    let_pass(gate, 89 * 24 * 60)
    assert published(gate) == [first]
    let_pass(gate, 24 * 60 - 5)
    assert len(published(gate)) == 2
    assert signing(gate.token("indicators:read")) == first
    let_pass(gate, 11)
    assert signing(gate.token("indicators:read")) != first


def test_after_a_long_standstill_a_key_is_made_at_once(gate: Gate) -> None:
    ask_for_next(gate)
    let_pass(gate, 400 * 24 * 60)
    token = gate.token("indicators:read")
    assert bearer(gate, token).status_code == 200
    assert signing(token) in published(gate)


def test_asking_twice_makes_one_next_key(gate: Gate) -> None:
    ask_for_next(gate)
    ask_for_next(gate)
    read(gate)
    assert len(published(gate)) == 2


def test_gateways_that_start_together_make_one_key(gate: Gate, make_gate: MakeGate) -> None:
    other = make_gate({})
    gate.execute("delete from signing_keys")

    async def both() -> None:
        await asyncio.gather(ring_of(gate).read(), ring_of(other).read())

    gate.loop.run(both())
    assert published(gate) == published(other)
    assert len(published(gate)) == 1


def test_a_token_of_one_gateway_opens_the_other_though_it_has_not_heard_of_the_key(
    gate: Gate, make_gate: MakeGate
) -> None:
    other = make_gate({"directory": gate.app._apps["directory"]})
    gate.execute("delete from signing_keys")
    read(gate)
    token = gate.token("indicators:read")
    ring_of(other)._read_at -= 10
    assert bearer(other, token).status_code == 200
    assert published(gate) == published(other)


def test_private_halves_are_neither_published_nor_stored_readable(gate: Gate) -> None:
    private = ring_of(gate)._keys[0].pair.private()
    shown = gate.visitor().get("/.well-known/jwks.json").text
    stored = str(gate.rows("select row_to_json(k)::text as whole, encode(sealed, 'escape') from signing_keys k"))
    assert private["d"] not in shown + stored
    for key in json.loads(shown)["keys"]:
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_keys_of_another_master_key_still_check_and_sign_no_more(gate: Gate) -> None:
    token = gate.token("indicators:read")
    other = KeyRing(gate.database, Vault(gate.settings.secrets_dir, b"o" * 32), "")

    async def start() -> tuple[str, dict[str, Any]]:
        await other.read()
        return await other.sign({}), await other.claims(token)

    made, claims = gate.loop.run(start())
    assert signing(made) != signing(token)
    assert claims["client_id"].startswith("lt-")
    assert {key["kid"] for key in other.published()} == {signing(made), signing(token)}


def test_a_token_of_another_issuer_is_refused_where_the_public_address_is_known(production_gate: Gate) -> None:
    good = production_gate.token("indicators:read")
    keys = KeySet.import_key_set(production_gate.visitor().get("/.well-known/jwks.json").json())
    claims = jwt.decode(good, keys, algorithms=["ES256"]).claims
    assert claims["iss"] == "https://lantoa.example"
    told = {name: claims[name] for name in ("sub", "client_id", "scope")}
    for issuer, status in {
        "https://lantoa.example": 200,
        "https://evil.example": 401,
        "http://lantoa.example": 401,
    }.items():
        token = production_gate.signed_token(told | {"iss": issuer})
        assert bearer(production_gate, token).status_code == status, issuer


def test_every_new_key_stands_in_the_audit(gate: Gate) -> None:
    ask_for_next(gate)
    told = gate.rows(
        "select subject, actor_kind, after::text as after from audit_events"
        " where action = 'signing-key.added' order by id desc limit 2"
    )
    read(gate)
    assert [row.subject for row in told] == [f"signing-key:{kid}" for kid in reversed(published(gate))]
    assert [row.actor_kind for row in told] == ["operator", "system"]
    assert '"d"' not in str(told)
