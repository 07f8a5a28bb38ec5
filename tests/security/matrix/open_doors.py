"""Probes of what is open to everybody, and of one's own session."""

from tests.security.matrix.ground import PASSWORD
from tests.security.matrix.probes import Probe, reading

DIRECTORY = "/api/directory/v1"
SESSIONS = "/api/gateway/v1/sessions"

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
    reading(f"GET {DIRECTORY}/areas", q="tan"),
    *(
        reading(f"GET {DIRECTORY}/areas/{{area_id}}{part}", f"{DIRECTORY}/areas/{{area}}{part}")
        for part in ("", "/children", "/predecessors", "/profile", "/successors")
    ),
    reading(f"GET {DIRECTORY}/lineage-gaps"),
    reading(f"GET {DIRECTORY}/organisations"),
    reading(f"GET {DIRECTORY}/organisations/{{code}}", f"{DIRECTORY}/organisations/H38"),
    reading(f"GET {DIRECTORY}/summary"),
]
