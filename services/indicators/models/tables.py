"""The base of this service's tables, and the tables the kit asks of every service."""

from typing import TYPE_CHECKING

from kit.database import service_base
from kit.database.idempotency import idempotency_table
from kit.feeds import consumer_tables, publisher_tables

if TYPE_CHECKING:
    from sqlmodel import SQLModel as Base
else:
    Base = service_base("indicators")

idempotency_keys = idempotency_table(Base.metadata)
feed_cursors, feed_inbox = consumer_tables(Base.metadata)
outbox, feed_epoch = publisher_tables(Base.metadata)

__all__ = ["Base", "feed_cursors", "feed_epoch", "feed_inbox", "idempotency_keys", "outbox"]
