"""Frameworks (bộ chỉ số) as published: the file's own text, and its nodes as things that scores may refer to."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, DateTime, Identity, Integer, Numeric, Text, UniqueConstraint, func
from sqlmodel import Field

from services.indicators.models.tables import Base


class FrameworkRow(Base, table=True):
    """One framework; `definition` is the YAML it was published from, which the rules read.

    `valid_to` may be earlier than the file says: the eve of the day on which another began to succeed it. `revised_by`
    is whoever published it over HTTP last; what came with the product and was never revised has none.
    """

    __tablename__: ClassVar[str] = "frameworks"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="valid_days"),
    )

    id: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    code: str = Field(sa_column=Column(Text, nullable=False))
    level: str = Field(sa_column=Column(Text, nullable=False))
    valid_from: date
    valid_to: date | None = None
    definition: str = Field(sa_column=Column(Text, nullable=False))
    definition_hash: str = Field(sa_column=Column(Text, nullable=False))
    published_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    area: str = Field(sa_column=Column(Text, nullable=False, server_default="VN"))
    succeeds: str | None = Field(default=None, sa_column=Column(Text))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default="1"))
    revised_by: str | None = Field(default=None, sa_column=Column(Text))


class FrameworkRevisionRow(Base, table=True):
    """One version of a framework as it was published: the text as written, by whom, when and why."""

    __tablename__: ClassVar[str] = "framework_revisions"

    framework_id: int = Field(foreign_key="indicators.frameworks.id", primary_key=True)
    version: int = Field(primary_key=True)
    definition: str = Field(sa_column=Column(Text, nullable=False))
    definition_hash: str = Field(sa_column=Column(Text, nullable=False))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class FrameworkNodeRow(Base, table=True):
    """One node of a framework: what a score refers to; its words and rule are read from the definition."""

    __tablename__: ClassVar[str] = "framework_nodes"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    framework_id: int = Field(foreign_key="indicators.frameworks.id")
    code: str = Field(sa_column=Column(Text, nullable=False))
    is_leaf: bool
    max_points: Decimal = Field(sa_column=Column(Numeric, nullable=False))
