"""Sample data: areas, provincial committees and official documents, recorded through the service's own actions."""

from pathlib import Path

from kit.database import Database, in_unit
from services.directory.actions import record_areas, record_instruments, record_lineages, record_organisations
from services.directory.seed.areas import read_areas
from services.directory.seed.instruments import read_instruments
from services.directory.seed.lineages import read_lineages
from services.directory.seed.organisations import read_organisations


async def seed(database: Database, data: Path) -> None:
    """Record what lies in `data`/areas and `data`/governance; harmless when it is recorded already."""
    folder = data / "areas"
    async with in_unit(database) as session:
        await record_areas(session, read_areas(folder))
        await record_lineages(session, read_lineages(folder))
        await record_organisations(session, read_organisations(folder))
        await record_instruments(session, read_instruments(data / "governance"))
