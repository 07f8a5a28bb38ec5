"""Forged, altered and misused access tokens: all refused with 401 and a challenge, none of them breaks anything."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from kit.caller import Caller, Grant, identity
from kit.tokens import SigningKey
from tests.harness.live import LiveSystem

PATH = "/api/indicators/v1/assessments"
AUDIENCE = "lantoa-api"


def part(content: bytes) -> str:
    """One part of a compact token."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _signature(signer: SigningKey, content: bytes) -> bytes:
    """An ES256 signature of whatever it may be: libraries refuse to sign what is wrong."""
    key: Any = ECKey.import_key(signer.private()).private_key
    one, other = decode_dss_signature(key.sign(content, ECDSA(SHA256())))
    return one.to_bytes(32, "big") + other.to_bytes(32, "big")


@dataclass(frozen=True, slots=True)
class Forger:
    """Knows what everybody knows of a good token, and for honest comparison the key that signs."""

    client_id: str
    good: str
    signer: SigningKey
    internal: SigningKey
    published: dict[str, Any]
    http: httpx.Client

    @property
    def header(self) -> dict[str, Any]:
        """The header of a good token."""
        return {"alg": "ES256", "typ": "at+jwt", "kid": self.signer.kid}

    @property
    def claims(self) -> dict[str, Any]:
        """Claims like those of a good token."""
        _, body, _ = self.good.split(".")
        told: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=="))
        return told

    def signed(self, claims: dict[str, Any] | None = None, **header: Any) -> str:
        """A token signed with the right key, whatever else is wrong with it."""
        content = self.claims | (claims or {})
        whole = {name: value for name, value in content.items() if value is not ...}
        said = f"{part(json.dumps(self.header | header).encode())}.{part(json.dumps(whole).encode())}"
        return f"{said}.{part(_signature(self.signer, said.encode()))}"

    def foreign(self, key: Any, algorithm: str, **header: Any) -> str:
        """A token signed with another key that says what it likes of itself."""
        told = {"alg": algorithm, "typ": "at+jwt", **header}
        registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
        return jws.serialize_compact(told, json.dumps(self.claims).encode(), key, registry=registry)

    def unsigned(self, algorithm: str) -> str:
        """Header and claims as ours, without a signature."""
        header = self.header | {"alg": algorithm}
        return f"{part(json.dumps(header).encode())}.{part(json.dumps(self.claims).encode())}."

    def confused(self, secret: bytes) -> str:
        """Signed with HS256, something published taken for a shared secret."""
        content = self.unsigned("HS256").rstrip(".")
        return f"{content}.{part(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"


@pytest.fixture(scope="module")
def forger(system: LiveSystem) -> Forger:
    """Somebody who has a good token and wants more."""
    client = system.token("indicators:read")
    good = client.headers["Authorization"].removeprefix("Bearer ")
    published = client.get("/.well-known/jwks.json").json()["keys"]
    ring = system.system.door.front.state.keys
    signer = next(key.pair for key in ring._keys if key.pair.kid == published[-1]["kid"])
    claims = json.loads(base64.urlsafe_b64decode(good.split(".")[1] + "=="))
    return Forger(claims["client_id"], good, signer, system.system.signing_key, published[-1], system.client())


def asked(forger: Forger, token: str) -> httpx.Response:
    """What the interface answers to somebody with this token."""
    return forger.http.get(PATH, headers={"Authorization": f"Bearer {token}".strip().encode()})  # type: ignore[dict-item]


def refused(forger: Forger, tokens: dict[str, str]) -> None:
    """All of them are refused, and say so as RFC 6750 has it."""
    for name, token in tokens.items():
        answer = asked(forger, token)
        assert answer.status_code == 401, f"{name}: {answer.status_code} {answer.text[:200]}"
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"', name
        assert answer.json()["type"] == "/problems/unauthenticated", name
        assert "items" not in answer.text, name


def test_the_forger_could_sign_a_good_one(forger: Forger) -> None:
    assert asked(forger, forger.good).status_code == 200
    assert asked(forger, forger.signed()).status_code == 200, "what follows is refused for its own fault alone"


def test_tokens_without_a_signature_are_refused(forger: Forger) -> None:
    head, body, signature = forger.good.split(".")
    words = {f"alg {word}": forger.unsigned(word) for word in ("none", "None", "NONE", "nOnE", "", "ES256")}
    refused(
        forger,
        words
        | {
            "no signature": f"{head}.{body}.",
            "two parts": f"{head}.{body}",
            "four parts": f"{forger.good}.{signature}",
            "a zero signature": f"{head}.{body}.{part(bytes(64))}",
            "half a signature": f"{head}.{body}.{signature[:43]}",
            "a doubled signature": f"{head}.{body}.{signature}{signature}",
        },
    )


def test_public_keys_are_no_shared_secrets(forger: Forger) -> None:
    public = ECKey.import_key(forger.published)
    refused(
        forger,
        {
            "HS256 with the PEM": forger.confused(public.as_pem(private=False)),
            "HS256 with the JWK": forger.confused(json.dumps(forger.published).encode()),
            "HS256 with the DER": forger.confused(public.as_der(private=False)),
            "HS256 with nothing": forger.confused(b""),
        },
    )


def test_keys_of_others_are_not_believed_whatever_they_are_called(forger: Forger) -> None:
    curve, rsa = ECKey.generate_key("P-256"), RSAKey.generate_key(2048)
    own, kid = curve.as_dict(private=False), forger.signer.kid
    tokens = {
        "another key under our name": forger.foreign(curve, "ES256", kid=kid),
        "RS256 under our name": forger.foreign(rsa, "RS256", kid=kid),
        "HS256 under our name": forger.foreign(OctKey.generate_key(256), "HS256", kid=kid),
        "an unknown name": forger.foreign(curve, "ES256", kid="nobody"),
        "no name": forger.foreign(curve, "ES256"),
        "an empty name": forger.foreign(curve, "ES256", kid=""),
        "a path for a name": forger.foreign(curve, "ES256", kid="../../etc/passwd"),
        "a statement for a name": forger.foreign(curve, "ES256", kid="' or 1=1 --"),
        "its own key in jwk": forger.foreign(curve, "ES256", jwk=own),
        "its own key in jwk under our name": forger.foreign(curve, "ES256", kid=kid, jwk=own),
        "its own address in jku": forger.foreign(curve, "ES256", kid=kid, jku="https://evil.example/jwks.json"),
        "its own address in x5u": forger.foreign(curve, "ES256", kid=kid, x5u="https://evil.example/key.pem"),
        "its own chain in x5c": forger.foreign(curve, "ES256", kid=kid, x5c=["AAAA"]),
    }
    refused(forger, tokens)


WRONG: dict[str, dict[str, Any]] = {
    "the audience of services": {"aud": "lantoa-services"},
    "a list of audiences": {"aud": ["lantoa-api", "x"]},
    "no audience": {"aud": ...},
    "an issuer that is no address": {"iss": "x"},
    "no issuer": {"iss": ...},
    "an issuer that is a number": {"iss": 7},
    "expired": {"exp": int(time.time()) - 1},
    "no expiry": {"exp": ...},
    "an expiry in words": {"exp": "tomorrow"},
    "an expiry that is true": {"exp": True},
    "not valid yet": {"nbf": int(time.time()) + 86_400},
    "not valid before in words": {"nbf": "now"},
    "somebody else's subject": {"sub": "lt-0000000000000000"},
    "no client": {"client_id": ...},
    "a client that is a list": {"client_id": ["x"]},
    "a NUL": {"client_id": "a\x00", "sub": "a\x00"},
    "a client that never was": {"client_id": "lt-ffffffffffffffff", "sub": "lt-ffffffffffffffff"},
    "no scope": {"scope": ...},
    "a scope that is a list": {"scope": ["indicators:read"]},
    "no id": {"jti": ...},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG.keys())
def test_well_signed_tokens_with_wrong_claims_are_refused(forger: Forger, claims: dict[str, Any]) -> None:
    refused(forger, {"signed": forger.signed(claims)})


def test_well_signed_tokens_of_other_types_are_refused(forger: Forger) -> None:
    kinds = ("JWT", "lantoa-identity+jwt", "", "at+JWT2", None, 7)
    refused(forger, {f"typ {kind}": forger.signed(typ=kind) for kind in kinds})


def test_critical_headers_nobody_knows_are_refused(forger: Forger) -> None:
    head = {"alg": "ES256", "typ": "at+jwt", "kid": forger.signer.kid}
    refused(
        forger,
        {
            "crit": forger.signed(crit=["exp"], exp=1),
            "crit of our own making": forger.signed(crit=["lantoa"], lantoa=True),
            "an empty crit": forger.signed(crit=[]),
            "a crit that is no list": part(json.dumps(head | {"crit": 1}).encode()) + ".e30.AAAA",
        },
    )


def test_more_scope_than_the_client_holds_gives_nothing_more(forger: Forger) -> None:
    greedy = forger.signed({"scope": "indicators:read accounts:manage clients:manage feeds:read"})
    answer = forger.http.get("/api/gateway/v1/clients", headers={"Authorization": f"Bearer {greedy}"})
    assert answer.status_code == 403


def test_identities_of_our_own_parts_are_no_access_tokens(forger: Forger) -> None:
    ghost = Caller(forger.client_id, "client", "", (Grant(frozenset({"indicators:read"}), "VN"),))
    refused(
        forger,
        {
            "an identity": identity(forger.internal, ghost),
            "an access token signed by the internal key": forger.internal.sign(
                "at+jwt", AUDIENCE, {**forger.claims, "aud": ...} | {"aud": AUDIENCE}, 60
            ),
        },
    )


def test_access_tokens_are_no_identities_and_no_sessions(forger: Forger) -> None:
    for headers in (
        {"x-lantoa-identity": forger.good},
        {"Cookie": f"lantoa_session={forger.good}"},
        {"Cookie": f"lantoa_session={identity(forger.internal, Caller('x', 'account'))}"},
        {"x-access-token": forger.good},
    ):
        assert forger.http.get(PATH, headers=headers).status_code == 401, headers
    assert forger.http.get(f"{PATH}?access_token={forger.good}").status_code in {401, 422}, "never in the address"


def test_a_token_altered_anywhere_is_refused(forger: Forger) -> None:
    def altered(place: int) -> str:
        letter = "A" if forger.good[place] != "A" else "B"
        return forger.good[:place] + letter + forger.good[place + 1 :]

    last = len(forger.good) - 1  # the last letter holds only padding bits beside its own
    places = [place for place in range(0, last, 7) if forger.good[place] != "."]
    refused(forger, {f"altered at {place}": altered(place) for place in places})
    refused(forger, {f"cut at {place}": forger.good[:place] for place in range(1, last, 31)})


def _random(size: int) -> str:
    return base64.b64encode(hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1)).decode()[:size]


GARBAGE: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "words": lambda: "không phải mã",
    "dots": lambda: "..",
    "an empty header": lambda: "e30.e30.AAAA",
    "a header that is a list": lambda: part(b"[1]") + ".e30.AAAA",
    "a header that is a number": lambda: part(b"7") + ".e30.AAAA",
    "a name that is a list": lambda: part(b'{"alg":"ES256","kid":[]}') + ".e30.AAAA",
    "a name that is null": lambda: part(b'{"alg":"ES256","kid":null}') + ".e30.AAAA",
    "deep nesting": lambda: part(b'{"kid":' + b"[" * 5000) + ".e30.AAAA",
    "a long one": lambda: _random(6000),
    "an encrypted one": lambda: part(b'{"alg":"dir","enc":"A128GCM","kid":"x"}') + "..AAAA.AAAA.AAAA",
    "no UTF-8": lambda: part(b"\xff\xfe") + ".e30.AAAA",
}


def test_what_is_no_token_at_all_is_refused(forger: Forger) -> None:
    refused(forger, {name: make() for name, make in GARBAGE.items()})
