"""A service that measures, and whoever takes its values in, as processes of their own that may be killed.

`python -m tests.harness.measuring publish|take DSN KEYS URL [UNITS STEPS]`
"""

import asyncio
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import uvicorn
from sqlalchemy import MetaData, create_engine, text

from contracts.indicators.measurements import MEASUREMENT_CORRECTED, MEASUREMENT_RECORDED, MEASUREMENT_WITHDRAWN
from kit.database import Database, in_unit
from kit.feeds import Event, feed_router, kept_events, publish, publisher_tables
from kit.forwarding import Forwarder
from kit.service import create_service
from kit.tokens import SigningKey
from services.indicators.feed import follow_measurements

SCHEMA, NAME, INDICATOR = "measuring", "teams", "KTS-03"
PERIODS = ("2031-Q1", "2031-Q2", "2031-Q3")
_SEED = 20261130
_PAUSE = 0.004


def plan(units: Sequence[str], steps: int) -> Iterator[Event]:
    """What is told step by step: recorded, corrected, withdrawn and recorded again; no two numbers are the same."""
    chance = random.Random(_SEED)
    standing: set[str] = set()
    for step in range(1, steps + 1):
        unit, period = chance.choice(units), chance.choice(PERIODS)
        key = f"{unit}/{period}"
        if key in standing and chance.random() < 0.3:
            standing.remove(key)
            yield Event(MEASUREMENT_WITHDRAWN, "/teams", key, {"source": NAME, "key": key, "reason": f"Rút {step}"})
            continue
        kind = MEASUREMENT_CORRECTED if key in standing else MEASUREMENT_RECORDED
        standing.add(key)
        cell = {"indicator": INDICATOR, "area": unit, "period": period}
        told = {"source": NAME, "key": key, **cell, "value": 1000 + step, "reason": f"Lần {step}"}
        yield Event(kind, "/teams", key, told)


def model(events: Iterable[Event]) -> dict[str, tuple[int | None, int]]:
    """What must come of the events: the value of each measurement, and how many revisions it took."""
    found: dict[str, tuple[int | None, int]] = {}
    for event in events:
        found[event.subject] = (event.data.get("value"), found.get(event.subject, (None, 0))[1] + 1)
    return found


def lay_tables(admin: str) -> None:
    """The publisher's schema: an outbox, and how far it has come."""
    metadata = MetaData(schema=SCHEMA)
    publisher_tables(metadata)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("create schema measuring")
    engine = create_engine("postgresql+psycopg://" + admin.split("://", 1)[1])
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(text("create table measuring.done (step int primary key)"))
        connection.execute(text("insert into measuring.feed_epoch default values"))
    engine.dispose()


async def tell(dsn: str, keys: Path, url: str, units: Sequence[str], steps: int) -> None:
    """Serve the feed, and go on telling from where the last process was killed."""
    database = Database(dsn, SCHEMA)
    key = SigningKey.load(keys)
    app = create_service(NAME, "Measuring", [feed_router(kept_events)], signing_key=key, database=database)
    server = uvicorn.Server(uvicorn.Config(app, port=int(url.rpartition(":")[2]), log_level="critical"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait on
        await asyncio.sleep(0.01)
    done = (await database.reader.one("select count(*) as steps from done", {}, "")).steps
    for step, event in enumerate(plan(units, steps), start=1):
        if step > done:
            async with in_unit(database) as session:
                await session.execute(text("insert into done values (:step)"), {"step": step})
                await asyncio.sleep(_PAUSE)
                await publish(session, [event])
    await serving


async def take(dsn: str, keys: Path, url: str) -> None:
    """Take values in until killed."""
    database = Database(dsn, "indicators")
    await database.open()
    key = SigningKey.load(keys)
    consumer = follow_measurements(NAME, Forwarder(url, key=key, name=NAME), key, database)
    nobody: Any = None
    async with consumer.lifespan(nobody):
        await asyncio.Event().wait()


if __name__ == "__main__":
    part, where, folder, at, *more = sys.argv[1:]
    if part == "publish":
        asyncio.run(tell(where, Path(folder), at, json.loads(more[0]), int(more[1])))
    else:
        asyncio.run(take(where, Path(folder), at))
