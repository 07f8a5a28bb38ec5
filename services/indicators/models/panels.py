"""Panels of appraisers: who sits on them, what each member gave, what the head agreed."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.indicators.models.tables import Base

PART_STATE = "state in ('open', 'done', 'recused')"


class PanelRow(Base, table=True):
    """One panel: of a framework and period, for the units within an area or one class of them, until dissolved."""

    __tablename__: ClassVar[str] = "panels"
    __table_args__ = (
        CheckConstraint("threshold between 0 and 100", name="threshold"),
        Index(
            "uq_panels_framework_id",
            "framework_id",
            "period",
            "area",
            "unit_class",
            unique=True,
            postgresql_where=text("dissolved_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    framework_id: int = Field(foreign_key="indicators.frameworks.id")
    period: int
    area: str = Field(sa_column=Column(Text, nullable=False))
    unit_class: str | None = Field(default=None, sa_column=Column(Text))
    threshold: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    dissolved_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class PanelMemberRow(Base, table=True):
    """Somebody named to a panel; `groups` null is every criterion, empty none."""

    __tablename__: ClassVar[str] = "panel_members"

    panel_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.panels.id"), primary_key=True))
    account: str = Field(sa_column=Column(Text, primary_key=True))
    place: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    is_head: bool = Field(sa_column=Column(Boolean, nullable=False))
    groups: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text)))


class PanelPartRow(Base, table=True):
    """How far a member is with a sheet. Versions begin at 2: before the first save it stands at 1."""

    __tablename__: ClassVar[str] = "panel_parts"
    __table_args__ = (
        CheckConstraint(PART_STATE, name="state"),
        Index("ix_panel_parts_assessment_id", "assessment_id"),
    )

    panel_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.panels.id"), primary_key=True))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    account: str = Field(sa_column=Column(Text, primary_key=True))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("2")))
    state: str = Field(sa_column=Column(Text, nullable=False, server_default=text("'open'")))
    given: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class PanelScoreRow(Base, table=True):
    """What one member gives one criterion of a sheet."""

    __tablename__: ClassVar[str] = "panel_scores"
    __table_args__ = (
        Index("ix_panel_scores_assessment_id", "assessment_id"),
        Index("ix_panel_scores_node_id", "node_id"),
    )

    panel_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.panels.id"), primary_key=True))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    account: str = Field(sa_column=Column(Text, primary_key=True))
    node_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), primary_key=True, autoincrement=False)
    )
    points: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    inputs: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB))
    note: str | None = Field(default=None, sa_column=Column(Text))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class PanelAgreementRow(Base, table=True):
    """The score a head agreed for a criterion of a sheet."""

    __tablename__: ClassVar[str] = "panel_agreements"
    __table_args__ = (
        Index("ix_panel_agreements_assessment_id", "assessment_id"),
        Index("ix_panel_agreements_node_id", "node_id"),
    )

    panel_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.panels.id"), primary_key=True))
    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    node_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), primary_key=True, autoincrement=False)
    )
    points: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
