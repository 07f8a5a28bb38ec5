"""What happened, told once and for all: transactional outbox, pull feed, and consumers with exactly-once effect."""

from kit.feeds.consumer import Consumer, Handle, SourceUnavailable
from kit.feeds.cursor import CursorGone, Position
from kit.feeds.event import Event
from kit.feeds.outbox import KEPT, publish, retention, trim
from kit.feeds.reading import kept_events
from kit.feeds.router import FEEDS_READ, Snapshot, feed_router
from kit.feeds.tables import consumer_tables, publisher_tables

__all__ = [
    "FEEDS_READ",
    "KEPT",
    "Consumer",
    "CursorGone",
    "Event",
    "Handle",
    "Position",
    "Snapshot",
    "SourceUnavailable",
    "consumer_tables",
    "feed_router",
    "kept_events",
    "publish",
    "publisher_tables",
    "retention",
    "trim",
]
