"""The indicators every installation starts with, and who loads sample data."""

from pathlib import Path

from contracts.access import Right
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.definitions import define_indicators
from services.indicators.rules.definitions import load_definitions

LOADER = Caller(
    id="sample-data",
    kind="service",
    name="Dữ liệu mẫu nạp sẵn",
    grants=(Grant(frozenset({Right.VALUES_WRITE, Right.SOURCES_RESOLVE}), "VN"),),
)


async def seed_definitions(database: Database, data: Path) -> None:
    """Take over the definitions of `indicators.yaml`."""
    definitions = load_definitions((data / "indicators.yaml").read_text(encoding="utf-8"))
    async with in_unit(database) as session:
        await define_indicators(session, definitions)
