"""What this service hears: areas and their lineage from the directory, values from those who measure."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage
from kit.asgi import App
from kit.database import Database
from kit.feeds import Consumer, Event
from kit.tokens import SigningKey
from services.indicators.actions.areas import copy_areas
from services.indicators.actions.measurements.intake import take_in
from services.indicators.actions.measurements.parked import take_up_again

AREA_RECORDED = "vn.lantoa.directory.area.recorded"
LINEAGE_RECORDED = "vn.lantoa.directory.lineage.recorded"


def follow_directory(directory: App, signing_key: SigningKey, database: Database) -> Consumer:
    """The consumer of the directory's feed: `catch_up` for commands, `lifespan` for the running service."""
    return Consumer("directory", directory, signing_key, database, hear)


async def hear(session: AsyncSession, events: Sequence[Event]) -> None:
    """Take over what these events tell; other kinds of events are not for us."""
    areas = {event.subject: Area.model_validate(event.data) for event in events if event.type == AREA_RECORDED}
    lineages = {
        (step.predecessor_id, step.successor_id): step
        for step in (Lineage.model_validate(event.data) for event in events if event.type == LINEAGE_RECORDED)
    }
    if areas or lineages:
        await copy_areas(session, list(areas.values()), list(lineages.values()))
        await take_up_again(session, areas={*areas, *(area for step in lineages for area in step)})


def follow_measurements(name: str, measuring: App, signing_key: SigningKey, database: Database) -> Consumer:
    """The consumer of what one service measures: its events become values, each exactly once."""

    async def take(session: AsyncSession, events: Sequence[Event]) -> None:
        await take_in(session, name, events)

    return Consumer(f"measurements:{name}", measuring, signing_key, database, take)
