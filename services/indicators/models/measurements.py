"""What other services told (số liệu từ hệ thống khác): every event, and which cell each measurement holds."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, Integer, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.indicators.models.tables import Base

OUTCOMES = "outcome in ('published', 'withdrawn', 'parked', 'superseded')"


class MeasurementEventRow(Base, table=True):
    """One event as it came, and what became of it; `seq` is the order in which events came."""

    __tablename__: ClassVar[str] = "measurement_events"
    __table_args__ = (
        CheckConstraint(OUTCOMES, name="outcome"),
        Index("ix_measurement_events_parked", "seq", postgresql_where=text("outcome = 'parked'")),
        Index("ix_measurement_events_key", "source", "key"),
    )

    id: UUID = Field(sa_column=Column(Uuid, primary_key=True))
    seq: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    feed: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    type: str = Field(sa_column=Column(Text, nullable=False))
    area: str | None = Field(default=None, sa_column=Column(Text))
    data: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    told_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    outcome: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    is_occupied: bool = False
    attempts: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))


class MeasurementRow(Base, table=True):
    """Which cell a measurement holds, through all its corrections; once withdrawn it holds none."""

    __tablename__: ClassVar[str] = "measurements"
    __table_args__ = (Index("ix_measurements_cell", "indicator_no", "area_no", "period"),)

    source: str = Field(sa_column=Column(Text, primary_key=True))
    key: str = Field(sa_column=Column(Text, primary_key=True))
    period: int
    area_no: int
    indicator_no: int
    event_id: UUID = Field(sa_column=Column(Uuid, nullable=False))
    withdrawn: bool = False
