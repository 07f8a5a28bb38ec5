"""Assessments (hồ sơ đánh giá): one sheet per framework, unit and period, its scores, and every change of a score."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.indicators.models.tables import Base

STAGES = "stage in ('self', 'appraised', 'final')"
STATE = "state in ('self', 'submitted', 'appraising', 'explaining', 'finalised', 'published')"
DECISIVE = "decisive in ('self', 'appraised', 'final')"


class AssessmentRow(Base, table=True):
    """One sheet. `version` counts its changes; `reported_*` is the result as its publisher printed it, with the
    points of its main groups where those were printed too.

    `decisive` is the stage whose total ranks it; `totalled_by` the hash of the framework's definition its totals were
    made by, which tells those that are out of date.

    `state` is how far its round is, and means nothing before the unit first submits it (`submissions`); from then until
    it is published it is `held`: final scores alone do not open it.

    The area is named by its public id without a foreign key: areas are a copy of the directory's facts, which may be
    rebuilt at any time. `period` is the key of `contracts.periods.Period`.
    """

    __tablename__: ClassVar[str] = "assessments"
    __table_args__ = (
        UniqueConstraint("framework_id", "area", "period"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint(DECISIVE, name="decisive"),
        CheckConstraint("reported_rank >= 1", name="reported_rank_positive"),
        CheckConstraint(
            "(reported_score is null and reported_rank is null) = (reported_source is null)", name="reported_sourced"
        ),
        CheckConstraint(STATE, name="state"),
        CheckConstraint("submissions > 0 or state = 'self'", name="submitted_first"),
        CheckConstraint("held = (submissions > 0 and publication is null)", name="held"),
        Index("ix_assessments_area", "area"),
        Index("ix_assessments_publication", "publication"),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    framework_id: int = Field(foreign_key="indicators.frameworks.id")
    area: str = Field(sa_column=Column(Text, nullable=False))
    period: int
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    reported_score: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    reported_rank: int | None = None
    reported_source: str | None = Field(default=None, sa_column=Column(Text))
    reported_parts: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB))
    decisive: str | None = Field(default=None, sa_column=Column(Text))
    totalled_by: str | None = Field(default=None, sa_column=Column(Text))
    state: str = Field(sa_column=Column(Text, nullable=False, server_default=text("'self'")))
    submissions: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))
    due: date | None = Field(default=None, sa_column=Column(Date))
    publication: UUID | None = Field(
        default=None, sa_column=Column(Uuid, ForeignKey("indicators.sheet_publications.id"))
    )
    held: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("false")))


class AssessmentTotalRow(Base, table=True):
    """What the rules make of one group of a sheet, kept in the transaction that saves its scores; no code: the whole.

    `*_share` is the exact part of the maximum (0–1), None as long as there is no total.
    """

    __tablename__: ClassVar[str] = "assessment_totals"

    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    code: str = Field(sa_column=Column(Text, primary_key=True))
    leaves: int
    self_points: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    self_share: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    self_scored: int
    appraised_points: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    appraised_share: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    appraised_scored: int
    final_points: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    final_share: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    final_scored: int
    difference: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    verified: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))


class AssessmentScoreRow(Base, table=True):
    """The present score of one criterion at one stage; a score taken back has no row.

    `inputs` is what a computed score was computed from, numbers as exact text; typed points have none.
    """

    __tablename__: ClassVar[str] = "assessment_scores"
    __table_args__ = (
        CheckConstraint(STAGES, name="stage"),
        CheckConstraint("points >= 0", name="points_positive"),
        Index("ix_assessment_scores_node_id", "node_id"),
    )

    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    node_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), primary_key=True, autoincrement=False)
    )
    stage: str = Field(sa_column=Column(Text, primary_key=True))
    points: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    inputs: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class ScoreRevisionRow(Base, table=True):
    """One change of one score. The service may add rows, never change or remove them."""

    __tablename__: ClassVar[str] = "score_revisions"
    __table_args__ = (
        CheckConstraint(STAGES, name="stage"),
        Index("ix_score_revisions_assessment_id", "assessment_id", "id"),
        Index("ix_score_revisions_node_id", "node_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), nullable=False))
    node_id: int = Field(sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), nullable=False))
    stage: str = Field(sa_column=Column(Text, nullable=False))
    old_points: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    new_points: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    old_inputs: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB))
    new_inputs: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
