"""Accounts and API clients made from the command line; secrets are shown once and never stored readable."""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence

from commands import storage
from commands.system import opened
from gateway.actions import accounts as people
from gateway.actions import clients as systems
from kit import clock
from kit.database import Database, in_unit
from kit.errors import Refusal
from kit.settings import Settings


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

    return _in_gateway(settings, create)


async def new_client(database: Database, name: str, scopes: Sequence[str], area: str) -> systems.ClientSecret:
    """An API client and its secret, which is not kept."""
    async with in_unit(database) as session:
        wanted = systems.registration(name=name, scopes=list(scopes), area=area)
        return await systems.create_client(session, wanted, systems.by_operator(clock.now()))


def create_client(settings: Settings, options: argparse.Namespace) -> int:
    """Make an API client and print its credentials as JSON, once."""

    async def create(database: Database) -> dict[str, str]:
        made = await new_client(database, options.name, options.scope, options.area)
        return {"client_id": made.client_id, "client_secret": made.client_secret}

    return _in_gateway(settings, create)


def _in_gateway(settings: Settings, create: Callable[[Database], Awaitable[dict[str, str]]]) -> int:
    """Print what `create` makes in the gateway's database, or say in Vietnamese why it could not."""

    async def work(admin: str) -> dict[str, str]:
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
