"""Loads register, definitions and sample data once: a start that has nothing new to load loads nothing."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg

from commands.storage import ROOT
from commands.system import build, opened
from gateway.sample import SampleAccount, make_accounts
from kit.settings import Settings
from services.directory.seed import seed as seed_directory
from services.indicators.seed import seed_reference, seed_samples

DATA = ROOT / "data"
SOURCES = (DATA, ROOT / "services" / "directory" / "seed", ROOT / "services" / "indicators")
LOADED = "loaded.json"


async def seed(settings: Settings, admin: str, *, samples: bool) -> list[SampleAccount]:
    """Load the register and the definitions, and sample data if wanted, through the services' own actions.

    What is there already stays as it is. Returns the sample accounts that were made, with their passwords.
    """
    system = build(settings, admin)
    made: list[SampleAccount] = []
    async with opened(system.databases):
        what = system.databases["indicators"]
        await seed_directory(system.databases["directory"], DATA)
        await seed_reference(what, DATA, system.apps["directory"], system.signing_key)
        if samples:
            await seed_samples(what, DATA)
            made = await make_accounts(system.databases["gateway"], settings)
    _take_stock(admin)
    _remember(settings, admin, samples=samples)
    return made


def _take_stock(admin: str) -> None:
    """Tell the planner what was loaded: until autovacuum comes round it would guess, and keep its bad plans."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("analyze")


def is_loaded(settings: Settings, admin: str, *, samples: bool) -> bool:
    """True when this very database was loaded from the files as they are now."""
    found = _remembered(settings).get(_database(admin))
    if found is None:
        return False
    return found == fingerprint(samples=True) or (not samples and found == fingerprint(samples=False))


def _remember(settings: Settings, admin: str, *, samples: bool) -> None:
    loaded = {**_remembered(settings), _database(admin): fingerprint(samples=samples)}
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / LOADED).write_text(json.dumps(loaded, indent=1), encoding="utf-8")


def _remembered(settings: Settings) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((settings.data_dir / LOADED).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _database(admin: str) -> str:
    """Which database this is, wherever it is reached: a restored or swapped one has another name or identifier."""
    with psycopg.connect(admin) as connection:
        row = connection.execute(
            "select (select system_identifier from pg_control_system())::text || '/' || d.oid || '/' || d.datname"
            " from pg_database d where d.datname = current_database()"
        ).fetchone()
    assert row is not None
    return str(row[0])


def fingerprint(*, samples: bool) -> str:
    """What would be loaded: the facts and the code that reads them."""
    digest = hashlib.sha256(b"samples" if samples else b"reference")
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in SOURCES:
        yield from sorted(path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
