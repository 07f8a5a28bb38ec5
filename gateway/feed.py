"""What the gateway hears: of the directory its register, kept as a copy of its own; of services their deeds."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import DEED_TOLD, ToldDeed
from contracts.directory import Area, Lineage, Organisation
from gateway.actions.audit import take_over
from gateway.actions.places import copy_places
from kit.asgi import App
from kit.database import Database
from kit.feeds import Consumer, Event
from kit.tokens import SigningKey

AREA_RECORDED = "vn.lantoa.directory.area.recorded"
LINEAGE_RECORDED = "vn.lantoa.directory.lineage.recorded"
TELLING = ("indicators",)
"""The services that tell their deeds."""
GATHERED = 2.0
"""Seconds for which deeds are gathered: heard one by one they would slow down whoever sends values in bulk."""
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


def follow_deeds(service: str, app: App, signing_key: SigningKey, database: Database) -> Consumer:
    """The consumer of a service's deeds; quiet, for no kept answer shows the audit."""

    async def hear_deeds(session: AsyncSession, events: Sequence[Event]) -> None:
        told = [(event, ToldDeed.model_validate(event.data)) for event in events if event.type == DEED_TOLD]
        await take_over(session, service, told)

    return Consumer(f"{service}-deeds", app, signing_key, database, hear_deeds, quiet=True, pause=GATHERED)
