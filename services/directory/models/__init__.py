"""Tables of the schema `directory`."""

from kit.database.idempotency import idempotency_table
from kit.feeds import publisher_tables
from services.directory.models.areas import AreaRow, LineageRow
from services.directory.models.instruments import InstrumentRow
from services.directory.models.organisations import OrganisationNameRow, OrganisationRow
from services.directory.models.schema import Base

idempotency_keys = idempotency_table(Base.metadata)
outbox, feed_epoch = publisher_tables(Base.metadata)

__all__ = [
    "AreaRow",
    "Base",
    "InstrumentRow",
    "LineageRow",
    "OrganisationNameRow",
    "OrganisationRow",
    "feed_epoch",
    "idempotency_keys",
    "outbox",
]
