"""Submissions (hồ sơ số liệu kỳ): one per form, unit and period, its cells, every step it took, and reminders."""

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
from services.indicators.models.values import QUALIFIERS

STATES = "state in ('draft', 'submitted', 'returned', 'accepted', 'published')"


class SubmissionRow(Base, table=True):
    """One submission. `version` counts its changes, `rounds` its sendings; `edition` is the form's it was sent by.

    `first_sent_on` is the day, as people count it, that decides whether it came in time.
    """

    __tablename__: ClassVar[str] = "submissions"
    __table_args__ = (
        UniqueConstraint("form_id", "area", "period"),
        CheckConstraint(STATES, name="state"),
        CheckConstraint("version >= 1", name="version_positive"),
        Index("ix_submissions_area", "area"),
        Index("ix_submissions_form_id_period_state", "form_id", "period", "state"),
        Index("ix_submissions_under_way", "state", "area", postgresql_where=text("state <> 'published'")),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    form_id: int = Field(foreign_key="indicators.forms.id")
    area: str = Field(sa_column=Column(Text, nullable=False))
    period: int
    edition: int
    state: str = Field(sa_column=Column(Text, nullable=False, server_default="draft"))
    version: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("1")))
    is_correction: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=text("false")))
    rounds: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))
    first_sent_on: date | None = Field(default=None, sa_column=Column(Date))
    sent_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    sent_by_name: str | None = Field(default=None, sa_column=Column(Text))
    return_reason: str | None = Field(default=None, sa_column=Column(Text))
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))


class SubmissionCellRow(Base, table=True):
    """One cell as it stands: whatever was typed, right or not. What is right is found by the checks."""

    __tablename__: ClassVar[str] = "submission_cells"
    __table_args__ = (CheckConstraint(QUALIFIERS, name="qualifier"),)

    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.submissions.id"), primary_key=True))
    indicator: str = Field(sa_column=Column(Text, primary_key=True))
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    numerator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    denominator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    qualifier: str = Field(sa_column=Column(Text, nullable=False))
    as_of: date | None = Field(default=None, sa_column=Column(Date))
    note: str | None = Field(default=None, sa_column=Column(Text))
    explanation: str | None = Field(default=None, sa_column=Column(Text))
    follow_up: bool
    return_reason: str | None = Field(default=None, sa_column=Column(Text))
    correction_reason: str | None = Field(default=None, sa_column=Column(Text))


class SubmissionStepRow(Base, table=True):
    """One step of a submission, with its cells as they were sent. Rows are added, never changed."""

    __tablename__: ClassVar[str] = "submission_steps"
    __table_args__ = (Index("ix_submission_steps_submission_id", "submission_id", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    submission_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.submissions.id"), nullable=False))
    verb: str = Field(sa_column=Column(Text, nullable=False))
    round: int
    edition: int
    is_correction: bool
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    reason: str | None = Field(default=None, sa_column=Column(Text))
    reasons: list[Any] | None = Field(default=None, sa_column=Column(JSONB))
    cells: list[Any] | None = Field(default=None, sa_column=Column(JSONB))


class SubmissionReminderRow(Base, table=True):
    """One unit reminded of one form and period; once a day."""

    __tablename__: ClassVar[str] = "submission_reminders"
    __table_args__ = (Index("ix_submission_reminders_area", "area"),)

    form_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.forms.id"), primary_key=True, autoincrement=False)
    )
    area: str = Field(sa_column=Column(Text, primary_key=True))
    period: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    on_day: date = Field(sa_column=Column(Date, primary_key=True))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
