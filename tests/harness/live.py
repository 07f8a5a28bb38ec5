"""The whole product served on a free port from a thread, and signed-in clients to it."""

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import httpx
import uvicorn

from commands.accounts import new_client
from commands.serving import config_of
from commands.system import System, build
from gateway.sample import SAMPLES
from kit.database import Database
from kit.settings import Settings
from tests.harness.store import PASSWORD

T = TypeVar("T")
HOME = {"commune_officer": "X28159-2025"}


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.ready.set()

    def install_signal_handlers(self) -> None:
        """Not in a thread."""


class AnyForm(ABC):
    """The running product, in one process or many: where it listens, and clients to it."""

    def __init__(self) -> None:
        self._clients: list[httpx.Client] = []

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it listens."""

    @property
    @abstractmethod
    def databases(self) -> Mapping[str, Database]:
        """The services' databases; use them inside `run` only."""

    @abstractmethod
    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop the databases belong to, and wait for it."""

    def close_clients(self) -> None:
        """Close every client that was given out."""
        for client in self._clients:
            client.close()

    def client(self, role: str | None = None, at: str | None = None) -> httpx.Client:
        """An HTTP client, signed in as the sample account with `role` on area `at` (default Cần Giuộc, Tây Ninh)."""
        client = httpx.Client(base_url=self.url, timeout=30)
        self._clients.append(client)
        if role is not None:
            place = at or HOME.get(role, "T80-2025")
            email = next(sample.email for sample in SAMPLES if sample.role == role and sample.area == place)
            answer = client.post("/api/gateway/v1/sessions", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return client

    def token(self, *scopes: str, area: str = "VN") -> httpx.Client:
        """An HTTP client with the access token of a new API client that holds `scopes` on `area`."""
        made = self.run(new_client(self.databases["gateway"], "Hệ thống thử", list(scopes), area))
        client = self.client()
        answer = client.post(
            "/token", data={"grant_type": "client_credentials"}, auth=(made.client_id, made.client_secret)
        )
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
        return client


class LiveSystem(AnyForm):
    """The product behind a real port; coroutines run on its loop, never on the test's thread."""

    def __init__(self, settings: Settings, admin: str) -> None:
        super().__init__()
        self.settings = settings
        self.admin = admin
        self.system: System = build(settings, admin)
        config = config_of(self.system.served, settings)
        config.port = settings.port
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._failure: BaseException | None = None

    def _serve(self) -> None:
        try:
            self._server.run()
        except BaseException as error:
            self._failure = error
        finally:
            self._server.ready.set()

    def __enter__(self) -> "LiveSystem":
        self._thread.start()
        self._server.ready.wait(60)
        if self._failure is not None or not self._server.started:
            raise RuntimeError("the product did not start") from self._failure
        return self

    def __exit__(self, *_: object) -> None:
        self.close_clients()
        self._server.should_exit = True
        self._thread.join(30)

    @property
    def url(self) -> str:
        """Where it listens."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    @property
    def databases(self) -> Mapping[str, Database]:
        """The services' databases; use them inside `run` only."""
        return self.system.databases

    @property
    def apps(self) -> Mapping[str, Any]:
        """The services' apps behind the gateway."""
        return self.system.apps

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the product's own loop and wait for it."""
        assert self._server.loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._server.loop).result(60)

    def statements(self, service: str, ask: Callable[[], object]) -> int:
        """How many selects a reading costs that nobody asked for before.

        The least of five, for feeds are read in the background now and then.
        """
        reader = self.databases[service].reader

        def once() -> int:
            self.forget_answers()
            before = reader.statements
            ask()
            return reader.statements - before

        return min(once() for _ in range(5))

    def forget_answers(self) -> None:
        """What was committed past the door reaches it a moment later: what it keeps of before is forgotten now."""
        self.run(self._forget_answers())

    async def _forget_answers(self) -> None:
        self.system.door.cache.forget()

    def keep_answers(self) -> None:
        """Wait until the gateway answers from memory: it begins to some seconds after its start."""
        while not self.system.door.cache.keeps("frontend", time.monotonic()):
            self.run(asyncio.sleep(0.02))
