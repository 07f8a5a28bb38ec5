"""Targets (mục tiêu), and every version each of them had."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.indicators.models.tables import Base

COMPARATORS = "comparator in ('>=', '>', '<=', '<', '=', 'range', 'text')"
TRAJECTORIES = "trajectory in ('none', 'linear', 'milestones')"
SOURCES = "source in ('entered', 'api', 'document', 'illustrative')"
VALUED = "(comparator = 'text') = (value is null) and (comparator = 'range') = (value_to is not null)"


class TargetRow(Base, table=True):
    """A target as it stands. `horizon`, `baseline_period` and `milestone_periods` are keys of periods.

    Ids rise with time, so their order is that in which targets were set. Of targets in force no two are of one area,
    measure, horizon and place in a document.
    """

    __tablename__: ClassVar[str] = "targets"
    __table_args__ = (
        CheckConstraint(COMPARATORS, name="comparator"),
        CheckConstraint(TRAJECTORIES, name="trajectory"),
        CheckConstraint(SOURCES, name="source"),
        CheckConstraint(VALUED, name="valued"),
        CheckConstraint("value < value_to", name="range"),
        CheckConstraint("(baseline_value is null) = (baseline_period is null)", name="baseline"),
        CheckConstraint("cardinality(milestone_periods) = cardinality(milestone_values)", name="milestones"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_reason is null)", name="withdrawn"),
        CheckConstraint("version >= 1", name="version_positive"),
        Index(
            "uq_targets_in_force",
            "area_no", "indicator_no", "measure", "horizon", "instrument_number", "instrument_place",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        Index("ix_targets_parent_id", "parent_id"),
        Index("ix_targets_indicator_no", "indicator_no"),
    )  # fmt: skip

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    area_no: int = Field(sa_column=Column(Integer, nullable=False))
    indicator_no: int | None = Field(default=None, sa_column=Column(Integer))
    parent_id: UUID | None = Field(default=None, sa_column=Column(Uuid, ForeignKey("indicators.targets.id")))
    measure: str = Field(sa_column=Column(Text, nullable=False))
    horizon: int = Field(sa_column=Column(Integer, nullable=False))
    comparator: str = Field(sa_column=Column(Text, nullable=False))
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    value_to: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    words: str | None = Field(default=None, sa_column=Column(Text))
    unit: str = Field(sa_column=Column(Text, nullable=False))
    owner: str | None = Field(default=None, sa_column=Column(Text))
    owner_code: str | None = Field(default=None, sa_column=Column(Text))
    instrument_number: str | None = Field(default=None, sa_column=Column(Text))
    instrument_issued_on: date | None = Field(default=None, sa_column=Column(Date))
    instrument_issuer: str | None = Field(default=None, sa_column=Column(Text))
    instrument_place: str | None = Field(default=None, sa_column=Column(Text))
    baseline_value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    baseline_period: int | None = Field(default=None, sa_column=Column(Integer))
    trajectory: str = Field(sa_column=Column(Text, nullable=False))
    milestone_periods: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    milestone_values: list[Decimal] = Field(sa_column=Column(ARRAY(Numeric), nullable=False))
    note: str | None = Field(default=None, sa_column=Column(Text))
    source: str = Field(sa_column=Column(Text, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    updated_by: str = Field(sa_column=Column(Text, nullable=False))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    withdrawn_reason: str | None = Field(default=None, sa_column=Column(Text))


class TargetRevisionRow(Base, table=True):
    """A version of a target as it was made; rows are added, never changed. `terms` is the JSON of its terms."""

    __tablename__: ClassVar[str] = "target_revisions"

    target_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.targets.id"), primary_key=True))
    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    area_no: int = Field(sa_column=Column(Integer, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    terms: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
