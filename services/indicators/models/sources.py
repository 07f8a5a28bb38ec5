"""What sources say (số ghi nhận), the matters in which they stand side by side, and which of them was chosen."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlmodel import Field

from services.indicators.models.tables import Base
from services.indicators.models.values import QUALIFIERS

KINDS = "kind in ('instrument', 'report', 'speech', 'press', 'system', 'derived')"
CELL = "(indicator_no is null) = (period is null) and (indicator_no is null or area_no is not null)"


class ObservationRow(Base, table=True):
    """What one source says of a cell, or of something in words; that never changes, only what a review makes of it.

    `is_open` says that it was accepted once: then everybody may read it, also that it was withdrawn and why. `key` is
    the loader's own name for it, so that loading again adds nothing. `folded` is what a search goes through.
    """

    __tablename__: ClassVar[str] = "observations"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint(QUALIFIERS, name="qualifier"),
        CheckConstraint(KINDS, name="kind"),
        CheckConstraint(CELL, name="cell"),
        CheckConstraint("coalesce(value, numerator) is not null or said is not null", name="says_something"),
        CheckConstraint("state in ('waiting', 'accepted', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (withdrawal is not null)", name="withdrawal"),
        Index("ix_observations_cell", "indicator_no", "area_no", "period"),
        Index("ix_observations_waiting", "id", postgresql_where=text("state = 'waiting'")),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    key: str | None = Field(default=None, sa_column=Column(Text))
    period: int | None = None
    area_no: int | None = None
    indicator_no: int | None = None
    measure: str = Field(sa_column=Column(Text, nullable=False))
    scope: str | None = Field(default=None, sa_column=Column(Text))
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    numerator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    denominator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    said: str | None = Field(default=None, sa_column=Column(Text))
    unit: str | None = Field(default=None, sa_column=Column(Text))
    qualifier: str = Field(sa_column=Column(Text, nullable=False))
    as_of: date | None = Field(default=None, sa_column=Column(Date))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    quote: str | None = Field(default=None, sa_column=Column(Text))
    instrument: str | None = Field(default=None, sa_column=Column(Text))
    reference: str | None = Field(default=None, sa_column=Column(Text))
    evidence: str | None = Field(default=None, sa_column=Column(Text))
    note: str | None = Field(default=None, sa_column=Column(Text))
    doubt: str | None = Field(default=None, sa_column=Column(Text))
    folded: str = Field(sa_column=Column(Text, nullable=False))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    state: str = Field(sa_column=Column(Text, nullable=False, server_default="accepted"))
    is_open: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("true")))
    accepted_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    accepted_by: str | None = Field(default=None, sa_column=Column(Text))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    withdrawn_by: str | None = Field(default=None, sa_column=Column(Text))
    withdrawal: str | None = Field(default=None, sa_column=Column(Text))


class MatterRow(Base, table=True):
    """What observations speak of together: a cell, or something in words. `version` counts its sides and choices.

    `settled` says that nothing was recorded since the last choice.
    """

    __tablename__: ClassVar[str] = "matters"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("indicator_no", "area_no", "period"),
        CheckConstraint(CELL, name="cell"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    key: str | None = Field(default=None, sa_column=Column(Text))
    period: int | None = None
    area_no: int | None = None
    indicator_no: int | None = None
    title: str = Field(sa_column=Column(Text, nullable=False))
    explanation: str | None = Field(default=None, sa_column=Column(Text))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))
    chosen: UUID | None = Field(default=None, sa_column=Column(Uuid, ForeignKey("indicators.observations.id")))
    settled: bool = False


class MatterSideRow(Base, table=True):
    """One observation in one matter."""

    __tablename__: ClassVar[str] = "matter_sides"
    __table_args__ = (Index("ix_matter_sides_observation_id", "observation_id"),)

    matter_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.matters.id"), primary_key=True))
    observation_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.observations.id"), primary_key=True))


class ResolutionRow(Base, table=True):
    """One choice between the sides of a matter, with its reason; rows are added, never changed."""

    __tablename__: ClassVar[str] = "resolutions"
    __table_args__ = (Index("ix_resolutions_matter_id", "matter_id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    matter_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.matters.id"), nullable=False))
    observation_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.observations.id"), nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
