"""The audit (nhật ký kiểm toán): what was done or refused, added to and never rewritten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base

EMPTY = {"server_default": text("''")}


class AuditEventRow(Base, table=True):
    """One deed. `told_by` and `told_id` name the service that told it and its event there; both empty: the gateway's.

    `place` is the area or organisation it concerns; `before` and `after` are what changed, without secrets.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        *(Index(f"ix_audit_events_{column}_at", column, "at") for column in ("actor_id", "subject", "place")),
        Index(
            "uq_audit_events_told_by_told_id",
            "told_by",
            "told_id",
            unique=True,
            postgresql_where=text("told_id is not null"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("clock_timestamp()")})
    action: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    actor_kind: str = Field(sa_type=Text)
    actor_id: str = Field(sa_type=Text)
    actor_name: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    address: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    subject: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    place: str | None = Field(default=None, sa_type=Text)
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    reason: str | None = Field(default=None, sa_type=Text)
    request_id: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    told_by: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    told_id: UUID | None = Field(default=None)
