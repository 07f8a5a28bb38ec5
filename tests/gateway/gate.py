"""A gateway on a database of its own with services made for the test behind it, asked over ASGI from plain tests."""

import asyncio
import secrets
import threading
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
import psycopg
from sqlalchemy import text

from gateway.actions.accounts import create_account
from gateway.actions.clients import ClientSecret, by_operator, create_client, registration
from gateway.app import create_app
from kit import clock
from kit.asgi import App
from kit.database import Database, in_unit
from kit.settings import Settings
from kit.tokens import SigningKey

T = TypeVar("T")
PASSWORD = "Một câu khó đoán, 2026"


class Loop:
    """An event loop in a thread of its own, for tests that are no coroutines."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Start a coroutine."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        return self.begin(work).result(60)

    def close(self) -> None:
        """Stop the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


class Visitor:
    """A browser or program at the gate: keeps its cookies."""

    def __init__(self, gate: "Gate", address: str) -> None:
        self._gate = gate
        transport = httpx.ASGITransport(gate.app, raise_app_exceptions=False, client=(address, 1234))
        self.http = httpx.AsyncClient(transport=transport, base_url=gate.base_url)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send one request."""
        return self._gate.loop.run(self.http.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Send a GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Send a POST."""
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        """Send a PUT."""
        return self.request("PUT", path, **options)

    @property
    def session(self) -> str:
        """The session token in the visitor's cookie."""
        return self.http.cookies.get("lantoa_session") or ""

    def sign_in(self, email: str, password: str = PASSWORD, **options: Any) -> httpx.Response:
        """Open a session."""
        return self.post("/api/gateway/v1/sessions", json={"email": email, "password": password}, **options)


class Gate:
    """The gateway under test; `stop` ends its lifespan."""

    def __init__(self, loop: Loop, settings: Settings, dsn: str, upstreams: Mapping[str, App]) -> None:
        self.loop = loop
        self.settings = settings
        self.key = SigningKey.load(settings.secrets_dir)
        self.database = Database(dsn, "gateway")
        self.app = create_app(settings, self.database, self.key, upstreams)
        self.base_url = settings.public_url or "http://lantoa.example"
        self._stopping = asyncio.Event()
        self._accounts = 0
        started: Future[None] = Future()
        self._living = loop.begin(self._live(started))
        started.result(30)

    async def _live(self, started: "Future[None]") -> None:
        try:
            async with self.app.front.router.lifespan_context(self.app.front):
                started.set_result(None)
                await self._stopping.wait()
        except BaseException as error:
            if not started.done():
                started.set_exception(error)
            raise

    def stop(self) -> None:
        """End the lifespan and wait for it."""

        async def ask() -> None:
            self._stopping.set()

        self.loop.run(ask())
        self._living.result(30)

    def visitor(self, address: str = "203.0.113.7") -> Visitor:
        """Somebody new at the gate."""
        return Visitor(self, address)

    def account(self, *grants: tuple[str, str]) -> str:
        """The address of a new account with these roles on areas."""
        self._accounts += 1
        email = f"nguoi{self._accounts}.{secrets.token_hex(4)}@lantoa.example"

        async def make() -> None:
            async with in_unit(self.database) as session:
                await create_account(
                    session, email=email, name="Nguyễn Thị Hoà", password=PASSWORD, grants=list(grants)
                )

        self.loop.run(make())
        return email

    def client(self, *scopes: str, area: str = "VN") -> ClientSecret:
        """A new API client."""

        async def make() -> ClientSecret:
            async with in_unit(self.database) as session:
                wanted = registration(name="Hệ thống báo cáo", scopes=list(scopes), area=area)
                return await create_client(session, wanted, by_operator(clock.now()))

        return self.loop.run(make())

    def token(self, *scopes: str, area: str = "VN") -> str:
        """An access token taken at the door."""
        made = self.client(*scopes, area=area)
        answer = self.visitor().post(
            "/token", data={"grant_type": "client_credentials"}, auth=(made.client_id, made.client_secret)
        )
        return str(answer.json()["access_token"])

    def signed_token(self, claims: Mapping[str, Any]) -> str:
        """An access token with any claims, signed with the key that signs them now."""
        return self.loop.run(self.app.front.state.keys.sign(dict(claims), 60))

    def signed_in(self, *grants: tuple[str, str]) -> Visitor:
        """Somebody who has signed in and sends the session's CSRF token."""
        visitor = self.visitor()
        answer = visitor.sign_in(self.account(*grants))
        visitor.http.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return visitor

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Change the database behind the gateway's back, for example to let time pass."""

        async def work() -> None:
            async with in_unit(self.database) as session:
                await session.execute(text(statement), parameters or {})

        self.loop.run(work())

    def rows(self, statement: str) -> list[Any]:
        """Read the database behind the gateway's back."""
        return self.loop.run(self.database.reader.rows(statement))

    @contextmanager
    def another(self) -> Iterator[psycopg.Connection]:
        """A transaction of somebody else, open at the same time."""
        with psycopg.connect(self.database.dsn, options="-csearch_path=gateway") as connection:
            yield connection
            connection.rollback()

    def let_five_seconds_pass(self, token: str) -> None:
        """The gateway believes what it knows of a session or access token for five seconds; end them now."""
        self.app.front.state.recognition.forget(token)
