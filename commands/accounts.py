"""Accounts and API clients made from the command line; secrets are shown once and never stored readable."""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from commands import storage
from commands.keys import vault
from commands.system import opened
from contracts.reach import NATION
from gateway.actions import accounts as people
from gateway.actions import clients as systems
from gateway.actions import signing_keys
from gateway.actions.audit import OPERATOR
from gateway.queries import clients as registered
from kit import clock
from kit.database import Database, in_unit
from kit.errors import Refusal
from kit.settings import Settings
from kit.shapes import utc_text

MOST_CLIENTS = 100_000


def create_account(settings: Settings, options: argparse.Namespace) -> int:
    """Make an account with its roles; without --password-stdin a random password is printed."""
    places = options.place or []
    if len(options.role) != len(places):
        print("Mỗi --role cần một --area hoặc một --organisation.", file=sys.stderr)
        return 2
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else secrets.token_urlsafe(12)
    grants = list(zip(options.role, places, strict=True))

    async def create(database: Database) -> dict[str, str]:
        async with in_unit(database) as session:
            await people.create_account(
                session, email=options.email, name=options.name or options.email, password=password, grants=grants
            )
        return {"email": options.email} | ({} if options.password_stdin else {"password": password})

    return in_gateway(settings, create)


async def new_client(
    database: Database, name: str, scopes: Sequence[str], area: str, days: int | None = None
) -> systems.ClientSecret:
    """An API client and its secret, which is not kept; `days` until it expires."""
    now = clock.now()
    ends = None if days is None else now + timedelta(days=days)
    async with in_unit(database) as session:
        wanted = systems.registration(name=name, scopes=list(scopes), area=area, expires_at=ends)
        return await systems.create_client(session, wanted, systems.by_operator(now))


def list_clients(settings: Settings, options: argparse.Namespace) -> int:
    """Print every API client with its dates; those that were revoked with --revoked."""

    async def read(database: Database) -> list[dict[str, Any]]:
        wanted = registered.Wanted([NATION], options.revoked)
        rows = await registered.list_clients(database.reader, wanted, after=None, limit=MOST_CLIENTS)
        return [registered.client_of(row, clock.now()).model_dump(mode="json") for row in rows]

    return in_gateway(settings, read)


def rotate_secret(settings: Settings, options: argparse.Namespace) -> int:
    """Print a new secret of an API client, once; the one in use goes on for --overlap days."""

    async def rotate(database: Database) -> dict[str, str]:
        by = systems.by_operator(clock.now())
        async with in_unit(database) as session:
            made = await systems.add_secret(session, options.id, overlap_days=options.overlap, by=by)
        return {"client_id": made.client_id, "client_secret": made.client_secret}

    return in_gateway(settings, rotate)


def revoke_client(settings: Settings, options: argparse.Namespace) -> int:
    """Let an API client in no more, for good."""

    async def revoke(database: Database) -> dict[str, str]:
        async with in_unit(database) as session:
            await systems.revoke_client(session, options.id, systems.by_operator(clock.now()))
        return {"client_id": options.id, "state": "revoked"}

    return in_gateway(settings, revoke)


def rotate_keys(settings: Settings, options: argparse.Namespace) -> int:
    """Make the next key for access tokens, unless one is waiting, and print all that are known."""

    async def rotate(database: Database) -> list[dict[str, str | None]]:
        async with in_unit(database, quiet=True) as session:
            keys = await signing_keys.rotate(session, vault(settings), now=clock.now(), asked_by=OPERATOR)
        return [
            {
                "kid": key.pair.kid,
                "signs_from": utc_text(key.active_from),
                "signs_until": None if key.retired_at is None else utc_text(key.retired_at),
            }
            for key in keys
        ]

    return in_gateway(settings, rotate)


def create_client(settings: Settings, options: argparse.Namespace) -> int:
    """Make an API client and print its credentials as JSON, once."""

    async def create(database: Database) -> dict[str, str]:
        made = await new_client(database, options.name, options.scope, options.area, options.expires)
        return {"client_id": made.client_id, "client_secret": made.client_secret}

    return in_gateway(settings, create)


def in_gateway(settings: Settings, create: Callable[[Database], Awaitable[Any]]) -> int:
    """Print what `create` makes in the gateway's database, or say in Vietnamese why it could not."""

    async def work(admin: str) -> Any:
        gateway = storage.databases(settings, admin)["gateway"]
        async with opened({"gateway": gateway}):
            return await create(gateway)

    with storage.server(settings) as admin:
        storage.prepare(settings, admin)
        try:
            print(json.dumps(asyncio.run(work(admin)), ensure_ascii=False, indent=2))
        except Refusal as error:
            print(error.detail or error.title, file=sys.stderr)
            for fault in error.faults:
                print(f"  {fault.pointer}: {fault.detail}", file=sys.stderr)
            return 1
    return 0
