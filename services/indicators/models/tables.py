"""The base of this service's tables, and the tables the kit asks of every service."""

from kit.database import service_base
from kit.database.idempotency import idempotency_table
from kit.feeds import consumer_tables

Base = service_base("indicators")

idempotency_keys = idempotency_table(Base.metadata)
feed_cursors, feed_inbox = consumer_tables(Base.metadata)
