"""The tables of a feed: outbox and epoch at the publisher, cursors and inbox at the consumer."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, MetaData, String, Table, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType[Any]):
    """PostgreSQL's 64-bit transaction id, which SQLAlchemy has no type for."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in DDL."""
        return "xid8"


ischema_names["xid8"] = Xid8


def publisher_tables(metadata: MetaData) -> tuple[Table, Table]:
    """The tables `outbox` and `feed_epoch` of one service; each publishing service declares them among its models.

    A row's place in the feed is (txid, seq). `feed_epoch` has one row; the restore procedure gives it a new epoch,
    because transaction ids start over then. (trimmed_txid, trimmed_seq) is the last place no longer kept.
    """
    outbox = Table(
        "outbox",
        metadata,
        Column("id", Uuid, primary_key=True, server_default=text("uuidv7()")),
        Column("seq", BigInteger, Identity(always=True), nullable=False),
        Column("txid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
        Column("type", String, nullable=False),
        Column("source", String, nullable=False),
        Column("subject", String, nullable=False),
        Column("data", JSONB, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
        Index(None, "txid", "seq", unique=True),
        Index(None, "subject", "txid"),
    )
    epoch = Table(
        "feed_epoch",
        metadata,
        Column("epoch", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
        Column("trimmed_txid", Xid8),
        Column("trimmed_seq", BigInteger),
    )
    return outbox, epoch


def consumer_tables(metadata: MetaData) -> tuple[Table, Table]:
    """The tables `feed_cursors` and `feed_inbox` of one consuming service."""
    cursors = Table(
        "feed_cursors",
        metadata,
        Column("feed", String, primary_key=True),
        Column("cursor", String),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    inbox = Table(
        "feed_inbox",
        metadata,
        Column("feed", String, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )
    return cursors, inbox
