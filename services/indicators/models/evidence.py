"""Evidence (minh chứng): contents stored once by hash, what each unit calls them, and what they stand behind."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    func,
    text,
)
from sqlmodel import Field

from services.indicators.models.tables import Base

KIND = """case kind
    when 'file' then digest is not null and file_name is not null
    when 'instrument' then digest is null and number is not null and issued_on is not null
    else false end"""


def _now() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class EvidenceFileRow(Base, table=True):
    """The bytes of a file, once for everybody who sends the same."""

    __tablename__: ClassVar[str] = "evidence_files"

    digest: str = Field(sa_column=Column(Text, primary_key=True))
    media_type: str = Field(sa_column=Column(Text, nullable=False))
    size: int = Field(sa_column=Column(Integer, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EvidenceRow(Base, table=True):
    """A file as one unit names it, or an official document."""

    __tablename__: ClassVar[str] = "evidence"
    __table_args__ = (
        CheckConstraint(KIND, name="kind"),
        Index("uq_evidence_area_digest", "area", "digest", unique=True),
        Index("uq_evidence_area_number_issued_on", "area", "number", "issued_on", unique=True),
        Index("ix_evidence_area_id", "area", "id"),
        Index("ix_evidence_digest", "digest"),
    )

    id: UUID | None = Field(default=None, sa_column=Column(Uuid, primary_key=True, server_default=text("uuidv7()")))
    area: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    abstract: str = Field(sa_column=Column(Text, nullable=False))
    number: str | None = Field(default=None, sa_column=Column(Text))
    issued_on: date | None = Field(default=None, sa_column=Column(Date))
    issuer: str | None = Field(default=None, sa_column=Column(Text))
    file_name: str | None = Field(default=None, sa_column=Column(Text))
    digest: str | None = Field(default=None, sa_column=Column(Text, ForeignKey("indicators.evidence_files.digest")))
    folded: str = Field(sa_column=Column(Text, nullable=False))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=_now())


class ValueEvidenceRow(Base, table=True):
    """Evidence of one cell, draft or published; no foreign key to values, as everywhere."""

    __tablename__: ClassVar[str] = "value_evidence"
    __table_args__ = (Index("ix_value_evidence_evidence_id", "evidence_id"),)

    period: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    indicator_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    evidence_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.evidence.id"), primary_key=True))
    note: str | None = Field(default=None, sa_column=Column(Text))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=_now())


class ScoreEvidenceRow(Base, table=True):
    """Evidence of a unit's own score of one criterion."""

    __tablename__: ClassVar[str] = "score_evidence"
    __table_args__ = (
        Index("ix_score_evidence_node_id", "node_id"),
        Index("ix_score_evidence_evidence_id", "evidence_id"),
    )

    assessment_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.assessments.id"), primary_key=True))
    node_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.framework_nodes.id"), primary_key=True, autoincrement=False)
    )
    evidence_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("indicators.evidence.id"), primary_key=True))
    note: str | None = Field(default=None, sa_column=Column(Text))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=_now())
