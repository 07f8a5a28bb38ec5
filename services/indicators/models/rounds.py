"""The round of a sheet: its steps, the questions of the appraisal, and what was published together."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
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


class RoundStepRow(Base, table=True):
    """One step of a sheet; rows are added, never changed."""

    __tablename__: ClassVar[str] = "round_steps"
    __table_args__ = (Index("ix_round_steps_assessment_id", "assessment_id", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), nullable=False))
    verb: str = Field(sa_column=Column(Text, nullable=False))
    start: str = Field(sa_column=Column(Text, nullable=False))
    ending: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    due: date | None = Field(default=None, sa_column=Column(Date))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class RoundQuestionRow(Base, table=True):
    """What the appraisal asks about a criterion, and the unit's explanation; open until that is sent.

    `is_sent`: the unit sent what it wrote; before, and where the appraisal went on without it, its own people read it.
    """

    __tablename__: ClassVar[str] = "round_questions"
    __table_args__ = (
        Index("ix_round_questions_assessment_id", "assessment_id", "id"),
        Index("ix_round_questions_node_id", "node_id"),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), nullable=False))
    node_id: int = Field(sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), nullable=False))
    question: str = Field(sa_column=Column(Text, nullable=False))
    asked_by: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    answer: str | None = Field(default=None, sa_column=Column(Text))
    answered_by: str | None = Field(default=None, sa_column=Column(Text))
    answered_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    closed_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    is_sent: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=text("false")))


class SheetPublicationRow(Base, table=True):
    """One decision by which results of a framework and period were published within an area.

    `illustrative` of results that were invented to fill a screen.
    """

    __tablename__: ClassVar[str] = "sheet_publications"
    __table_args__ = (Index("ix_sheet_publications_framework_id", "framework_id", "period"),)

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    framework_id: int = Field(foreign_key="indicators.frameworks.id")
    period: int
    area: str = Field(sa_column=Column(Text, nullable=False))
    instrument_number: str = Field(sa_column=Column(Text, nullable=False))
    instrument_issued_on: date = Field(sa_column=Column(Date, nullable=False))
    sheets: int
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    illustrative: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=text("false")))


class RecognitionRow(Base, table=True):
    """What a unit was recognised as when its result was published: it stays as it was.

    `rule_hash` is the definition of the framework it was made by; `told` the JSON of the whole judgement. Published
    again, the newer one is `current`.
    """

    __tablename__: ClassVar[str] = "recognitions"
    __table_args__ = (
        Index("uq_recognitions_assessment_id", "assessment_id", unique=True, postgresql_where=text("current")),
        Index("ix_recognitions_publication_id", "publication_id"),
        Index("ix_recognitions_framework_id", "framework_id", "period"),
    )

    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    publication_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("indicators.sheet_publications.id"), primary_key=True)
    )
    framework_id: int = Field(foreign_key="indicators.frameworks.id")
    period: int
    area: str = Field(sa_column=Column(Text, nullable=False))
    level: str | None = Field(default=None, sa_column=Column(Text))
    level_no: int = Field(sa_column=Column(Integer, nullable=False))
    level_name: str = Field(sa_column=Column(Text, nullable=False))
    points: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    maximum: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    share: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    rule_hash: str = Field(sa_column=Column(Text, nullable=False))
    told: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    current: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("true")))
