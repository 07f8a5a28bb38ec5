"""What the gateway hears from the directory: areas, their lineage and organisations, kept as a copy of its own."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage, Organisation
from gateway.actions.places import copy_places
from kit.asgi import App
from kit.database import Database
from kit.feeds import Consumer, Event
from kit.tokens import SigningKey

AREA_RECORDED = "vn.lantoa.directory.area.recorded"
LINEAGE_RECORDED = "vn.lantoa.directory.lineage.recorded"
ORGANISATION_RECORDED = "vn.lantoa.directory.organisation.recorded"


def follow_directory(directory: App, signing_key: SigningKey, database: Database) -> Consumer:
    """The consumer of the directory's feed: `catch_up` for commands, `lifespan` for the running gateway."""
    return Consumer("directory", directory, signing_key, database, hear)


async def hear(session: AsyncSession, events: Sequence[Event]) -> None:
    """Take over what these events tell; other kinds of events are not for us."""
    areas = {event.subject: Area.model_validate(event.data) for event in events if event.type == AREA_RECORDED}
    lineages = {
        (step.predecessor_id, step.successor_id): step
        for step in (Lineage.model_validate(event.data) for event in events if event.type == LINEAGE_RECORDED)
    }
    offices = {
        event.subject: Organisation.model_validate(event.data)
        for event in events
        if event.type == ORGANISATION_RECORDED
    }
    if areas or lineages or offices:
        await copy_places(session, list(areas.values()), list(lineages.values()), list(offices.values()))
