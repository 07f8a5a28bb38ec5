"""Probes of what is open to everybody, and of one's own session."""

from tests.security.matrix.ground import PASSWORD
from tests.security.matrix.probes import Ask, Probe, reading

DIRECTORY = "/api/directory/v1"
SESSIONS = "/api/gateway/v1/sessions"
SIGN_INS = "/api/gateway/v1/sign-ins"
OWN = "/api/gateway/v1/account"
SIGN_ON = "/api/gateway/v1/single-sign-on"
NONE = "01900000-0000-7000-8000-000000000000"
NO_SIGN_IN, GONE, MISSING, WRONG = frozenset({401}), frozenset({204}), frozenset({404}), frozenset({422})


def asked(path: str) -> Ask:
    """A reading."""
    return lambda client, unit: client.get(path)


def sent(path: str, **body: str) -> Ask:
    """A body sent, an empty one by default."""
    return lambda client, unit: client.post(path, json=body)


PROBES = [
    reading("GET /version"),
    reading("GET /.well-known/jwks.json"),
    reading("GET /.well-known/oauth-authorization-server"),
    Probe(
        "POST /token",
        lambda client, unit: client.post("/token", data={"grant_type": "password"}),
        done=frozenset({400}),
    ),
    Probe(
        f"POST {SESSIONS}",
        lambda client, unit: client.post(SESSIONS, json={"email": f"{unit.area}@x.example", "password": PASSWORD}),
        done=frozenset({401, 429}),
    ),
    reading(f"GET {SESSIONS}/current"),
    Probe(
        f"DELETE {SESSIONS}/current",
        lambda client, unit: client.delete(f"{SESSIONS}/current"),
        done=frozenset({204}),
        spoils=True,
    ),
    *(
        Probe(f"GET {SIGN_INS}/{step}", asked(f"{SIGN_INS}/{step}"), done=NO_SIGN_IN)
        for step in ("pending", "enrolment")
    ),
    *(
        Probe(f"POST {SIGN_INS}/{step}", sent(f"{SIGN_INS}/{step}", code="123456"), done=NO_SIGN_IN)
        for step in ("second-factor", "enrolment")
    ),
    reading(f"GET {SESSIONS}"),
    Probe(f"DELETE {SESSIONS}", lambda client, unit: client.delete(SESSIONS), done=GONE, spoils=True),
    Probe(f"DELETE {SESSIONS}/{{session_id}}", lambda client, unit: client.delete(f"{SESSIONS}/{NONE}"), done=MISSING),
    Probe(
        f"POST {SESSIONS}/current/confirmation",
        sent(f"{SESSIONS}/current/confirmation", password=PASSWORD),
        spoils=True,
    ),
    Probe(
        f"PUT {OWN}/password",
        lambda client, unit: client.put(f"{OWN}/password", json={"current": PASSWORD, "new": "ngan"}),
        done=WRONG,
        spoils=True,
    ),
    reading(f"GET {OWN}/second-factor"),
    Probe(f"POST {OWN}/second-factor", sent(f"{OWN}/second-factor"), spoils=True),
    Probe(
        f"PUT {OWN}/second-factor",
        lambda client, unit: client.put(f"{OWN}/second-factor", json={"code": "123456"}),
        done=MISSING,
        spoils=True,
    ),
    Probe(
        f"DELETE {OWN}/second-factor",
        lambda client, unit: client.delete(f"{OWN}/second-factor"),
        done=GONE | MISSING | WRONG,
        spoils=True,
    ),
    Probe(f"POST {OWN}/recovery-codes", sent(f"{OWN}/recovery-codes"), done=MISSING | WRONG, spoils=True),
    reading(f"GET {SIGN_ON}"),
    *(
        Probe(f"POST {SIGN_ON}/{noun}", sent(f"{SIGN_ON}/{noun}"), done=MISSING | WRONG)
        for noun in ("visits", "sessions")
    ),
    reading("GET /api/gateway/v1/identities"),
    Probe(
        "DELETE /api/gateway/v1/identities/{identity}",
        lambda client, unit: client.delete(f"/api/gateway/v1/identities/{NONE}"),
        done=MISSING,
    ),
    reading(f"GET {DIRECTORY}/areas", q="tan"),
    *(
        reading(f"GET {DIRECTORY}/areas/{{area_id}}{part}", f"{DIRECTORY}/areas/{{area}}{part}")
        for part in ("", "/children", "/predecessors", "/profile", "/successors")
    ),
    reading(f"GET {DIRECTORY}/area-matches", q="tan"),
    reading(f"GET {DIRECTORY}/instruments", q="766"),
    Probe(
        f"GET {DIRECTORY}/instruments/{{instrument_id}}",
        lambda client, unit: client.get(f"{DIRECTORY}/instruments/{NONE}"),
        done=MISSING,
    ),
    reading(f"GET {DIRECTORY}/lineage-gaps"),
    reading(f"GET {DIRECTORY}/organisations"),
    reading(f"GET {DIRECTORY}/organisations/{{code}}", f"{DIRECTORY}/organisations/H38"),
    reading(f"GET {DIRECTORY}/summary"),
]
