"""The response cache: answers kept per caller and question, given out while the data they were made of is the same."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from gateway.cache.gathering import Gathering
from gateway.cache.kept import Kept
from gateway.cache.lease import Lease
from gateway.cache.parts import Parts
from gateway.cache.store import LARGEST_ANSWER, Flight, Key, Store
from gateway.cache.versions import Versions
from gateway.door.places import OWN, PAGES
from gateway.door.visit import Visit
from kit.asgi import App, Scope

QUIET = frozenset(
    {
        "/token",
        "/api/gateway/v1/sessions",
        "/api/gateway/v1/sign-ins/second-factor",
        "/api/gateway/v1/sign-ins/enrolment",
        "/api/gateway/v1/sessions/current/confirmation",
    }
)
"""What signing in changes is shown in no answer but through the caller, and the caller is part of the question."""
QUESTIONS = frozenset(
    {
        "/api/indicators/v1/rankings/what-ifs",
        "/api/indicators/v1/frameworks/checks",
        "/api/indicators/v1/forms/checks",
    }
)
"""What is posted here is a question too long for an address: nothing is saved, whatever it says."""


class Cache:
    """Asks a part only what is not known yet; a change is noted here before anybody is told that it was made."""

    def __init__(self, dsn: str, upstreams: Mapping[str, App]) -> None:
        self._versions = Versions()
        self._store = Store()
        self._services = frozenset(upstreams) - {PAGES}
        self._parts = Parts(upstreams, self.forget)
        self._lease = Lease(dsn, listening=self._parts.listen_in, changed=self._hear, lost=self.forget)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Hold the lease and know the parts while the gateway runs; enter it after the parts have started."""
        async with self._lease.lifespan(app), self._parts.lifespan(app):
            yield

    def keeps(self, part: str | None, now: float) -> bool:
        """Whether answers of a part are given out of memory at this moment (monotonic seconds)."""
        return self._lease.is_sole(now) and self._parts.is_heard(part)

    def recalled(self, visit: Visit, key: Key) -> Kept | None:
        """The answer to a question, when it is known."""
        kept = self._store.find(key, self._versions.of(visit.place.name))
        visit.is_hit = kept is not None
        return kept

    async def answer(self, visit: Visit, key: Key, app: App, scope: Callable[[], Scope]) -> None:
        """Answer a GET or HEAD to a part that is kept; `key` is the question with all its answer may depend on."""
        version = self._versions.of(visit.place.name)
        kept = self._store.find(key, version)
        if kept is None and (flight := self._store.flight(key, version)) is not None:
            kept = await flight.result()
        if kept is not None:
            visit.is_hit = True
            await visit.show(kept)
            return
        await self._ask(visit, app, scope(), key, self._store.take_off(key, version))

    async def _ask(self, visit: Visit, app: App, scope: Scope, key: Key, flight: Flight) -> None:
        """Ask the part; its answer counts for the data as they were known to be before it was asked."""

        def share(kept: Kept | None) -> None:
            if kept is None:
                self._store.land(key, flight)
                return
            kept.version = flight.version
            if kept.may_be_kept and kept.length <= LARGEST_ANSWER:
                kept.form(takes_packed=visit.takes_packed)
                self._store.keep(key, kept)
                self._store.land(key, flight, kept)

        try:
            await app(scope, visit.receive, Gathering(visit, share).send)
        finally:
            self._store.land(key, flight)

    def note_change(self, visit: Visit) -> None:
        """A request that may change data was answered, in whichever way. Pages have none of their own."""
        part = visit.place.name
        if part is not None and part != PAGES and visit.path not in QUIET | QUESTIONS:
            self._versions.change(part)

    async def settle(self, visit: Visit) -> None:
        """Note a change before its answer leaves, and let no success leave a door that may have lost its lock."""
        self.note_change(visit)
        if visit.status < 400 and visit.place.name in self._services:
            await self._lease.confirmed()

    def _hear(self, schema: str) -> None:
        """Somebody committed: a feed, a command, another door, or the part whose answer we noted already."""
        if schema in self._services or schema == OWN:
            self._versions.change(schema)
        else:
            self._versions.change_all()

    def forget(self) -> None:
        """Believe nothing kept any longer."""
        self._versions.change_all()
        self._store.clear()
