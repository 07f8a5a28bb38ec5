"""Official documents (văn bản): their numbers, days and subjects; the texts themselves are not kept."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from services.directory.models.schema import Base


class InstrumentRow(Base, table=True):
    """One document. The same number is given by many issuers, and by one issuer every year again."""

    __tablename__ = "instruments"
    __table_args__ = (
        UniqueConstraint("number", "issuer", "year"),
        CheckConstraint("year between 1945 and 2100", name="year"),
        CheckConstraint("extract(year from issued_on) = year", name="day_in_year"),
        CheckConstraint("certainty in ('read', 'title', 'cited', 'conflict')", name="certainty"),
        Index(None, "year", "number"),
    )

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")})
    number: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    issuer: str = Field(sa_type=Text)
    issued_on: date | None = None
    year: int
    title: str = Field(sa_type=Text)
    note: str | None = Field(default=None, sa_type=Text)
    certainty: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
