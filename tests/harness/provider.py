"""A real OpenID provider (oidc-provider-mock) on a free port of this machine, in a process of its own."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic import SecretStr

from tests.harness.live import LiveSystem
from tests.harness.store import Store

SERVE = """
import json, logging, sys, warnings
warnings.simplefilter("ignore")
from oidc_provider_mock import User, run_server_in_thread
logging.getLogger("werkzeug").setLevel(logging.ERROR)
users = [User(sub=sub, claims=claims) for sub, claims in json.loads(sys.argv[1]).items()]
with run_server_in_thread(require_nonce=True, user_claims=users) as server:
    print(f"http://localhost:{server.server_port}", flush=True)
    sys.stdin.read()
"""


@contextmanager
def provider(people: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The issuer of a provider that knows these people: claims by subject."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, json.dumps(people)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        issuer = process.stdout.readline().strip()
        assert re.fullmatch(r"http://localhost:\d+", issuer)
        yield issuer
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


def free_port() -> int:
    """A port nobody listens on: the provider must know our address before we have one."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def system_with_provider(
    store: Store, people: Mapping[str, Mapping[str, object]], **settings: object
) -> Iterator[LiveSystem]:
    """The whole product, whose people may sign in at such a provider called VNeID."""
    port = free_port()
    with provider(people) as issuer, store.clone() as dsn:
        told = {
            "port": port,
            "public_url": f"http://127.0.0.1:{port}",
            "oidc_issuer": issuer,
            "oidc_client_id": "lan-toa",
            "oidc_client_secret": SecretStr("bi-mat"),
            "oidc_name": "VNeID",
        }
        with LiveSystem(store.settings().model_copy(update=told | settings), dsn) as live:
            yield live
