"""Units nobody else in the run works on, and people who do."""

from collections.abc import Iterator
from itertools import count
from weakref import WeakKeyDictionary

import httpx
from sqlalchemy import text

from gateway.actions.accounts import create_account
from kit.database import in_unit
from tests.harness.live import AnyForm
from tests.harness.store import PASSWORD

_made = count(1)
_given: "WeakKeyDictionary[AnyForm, Iterator[int]]" = WeakKeyDictionary()
"""How many communes each system has given away: its database is its own."""


def untouched_commune(system: AnyForm) -> tuple[str, str]:
    """Id and name of a commune that no other test of this worker has been given: of Tây Ninh, then of Cà Mau."""
    place = next(_given.setdefault(system, count()))
    for province in ("T80-2025", "T96-2025"):
        path = f"/api/directory/v1/areas/{province}/children"
        found = system.client().get(path, params={"limit": 500}).json()["items"]
        communes = [area for area in found if area["id"] != "X28159-2025"]
        if place < len(communes):
            return communes[place]["id"], communes[place]["name"]
        place -= len(communes)
    raise LookupError("no commune is left that no test was given")


def employ(system: AnyForm, role: str, area: str, place: str | None = None) -> str:
    """A new account with a role on an area, of somebody who works at `place`; its e-mail (the password is that of the
    sample accounts).
    """
    email = f"thu{next(_made)}@lantoa.example"

    async def make() -> None:
        async with in_unit(system.databases["gateway"]) as session:
            made = await create_account(
                session, email=email, name=f"Người thử {role}", password=PASSWORD, grants=[(role, area)]
            )
            await session.execute(
                text("update accounts set place = :place where id = :id"), {"place": place, "id": made}
            )

    system.run(make())
    return email


def let_confirmations_lapse(system: AnyForm) -> None:
    """Every open session was confirmed more than ten minutes ago."""

    async def make_old() -> None:
        async with in_unit(system.databases["gateway"]) as session:
            await session.execute(text("update sessions set confirmed_at = confirmed_at - interval '11 minutes'"))

    system.run(make_old())


def forget_password(system: AnyForm, email: str) -> None:
    """The account of this address has no password any more."""

    async def forget() -> None:
        async with in_unit(system.databases["gateway"]) as session:
            await session.execute(
                text("update accounts set password_hash = null where email = :email"), {"email": email}
            )

    system.run(forget())


def signed_in(system: AnyForm, email: str) -> httpx.Client:
    """A client with the session of an account."""
    client = system.client()
    answer = client.post("/api/gateway/v1/sessions", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return client
