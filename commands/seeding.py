"""Loads register, definitions and sample data through the services' own actions."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

import psycopg

from commands import storage
from commands.loading import DATA, remember
from commands.system import build, opened
from gateway.feed import follow_directory
from gateway.sample import SampleAccount, make_accounts
from kit.settings import Settings
from services.directory.seed import seed as seed_directory
from services.indicators.seed import seed_reference, seed_samples


def load(settings: Settings, options: argparse.Namespace) -> int:
    """Bring the schemas up to date, load them, and print the sample accounts."""
    with storage.server(settings) as admin:
        storage.prepare(settings, admin)
        show_accounts(asyncio.run(seed(settings, admin, samples=not options.reference)))
    return 0


async def seed(settings: Settings, admin: str, *, samples: bool) -> list[SampleAccount]:
    """Load the register and the definitions, and sample data if wanted.

    What is there already stays as it is. Returns the sample accounts that were made, with their passwords.
    """
    system = build(settings, admin)
    made: list[SampleAccount] = []
    async with opened(system.databases):
        what = system.databases["indicators"]
        await seed_directory(system.databases["directory"], DATA)
        await seed_reference(what, DATA, system.apps["directory"], system.signing_key)
        gateway = system.databases["gateway"]
        await follow_directory(system.apps["directory"], system.signing_key, gateway).catch_up()
        if samples:
            await seed_samples(what, DATA)
            made = await make_accounts(gateway, settings)
    for dsn in storage.servers(settings, admin):
        _take_stock(dsn)
    remember(settings, admin, samples=samples)
    return made


def _take_stock(admin: str) -> None:
    """Tell the planner what was loaded: until autovacuum comes round it would guess, and keep its bad plans."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("analyze")


def show_accounts(accounts: Sequence[SampleAccount]) -> None:
    """Print the sample accounts once; afterwards they are in the data directory's file."""
    if not accounts:
        return
    print("\nTài khoản mẫu (chỉ in một lần, giữ trong sample-accounts.json của thư mục dữ liệu):", file=sys.stderr)
    for account in accounts:
        print(f"  {account.email:<34} {account.password:<20} {account.name}", file=sys.stderr)
