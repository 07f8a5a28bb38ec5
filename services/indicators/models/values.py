"""Values (số liệu), their superseded revisions, who published them, and the sums kept for the areas above."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    Numeric,
    Text,
    func,
    text,
)
from sqlmodel import Field

from kit.feeds.tables import Xid8
from services.indicators.models.tables import Base

QUALIFIERS = "qualifier in ('exactly', 'over', 'nearly', 'estimated')"
SOURCES = "source in ('entered', 'imported', 'api', 'document', 'feed', 'illustrative')"


class PublicationRow(Base, table=True):
    """One act of publishing: who saved which values, when. `areas` and `periods` find its rows by key."""

    __tablename__: ClassVar[str] = "publications"
    __table_args__ = (Index("ix_publications_txid", "txid", "no"), Index("ix_publications_at", "at"))

    no: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    txid: int = Field(sa_column=Column(Xid8, nullable=False, server_default=text("pg_current_xact_id()")))
    at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())
    )
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
    periods: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    areas: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))


class ValueRow(Base, table=True):
    """A value as it stands. One key led by the period, no foreign keys: references are checked for the whole batch.

    `period` is the key of `contracts.periods.Period`. A ratio keeps its two parts and its computed value.
    """

    __tablename__: ClassVar[str] = "indicator_values"
    __table_args__ = (CheckConstraint(QUALIFIERS, name="qualifier"), CheckConstraint(SOURCES, name="source"))

    period: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    indicator_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    revision: int
    publication: int = Field(sa_column=Column(BigInteger, nullable=False))
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    numerator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    denominator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    as_of: date | None = Field(default=None, sa_column=Column(Date))
    qualifier: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    source_text: str | None = Field(default=None, sa_column=Column(Text))
    note: str | None = Field(default=None, sa_column=Column(Text))
    reason: str | None = Field(default=None, sa_column=Column(Text))


class ValueRevisionRow(Base, table=True):
    """A superseded revision of a value; rows are added, never changed. The newest one stands in `indicator_values`."""

    __tablename__: ClassVar[str] = "value_revisions"

    period: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    indicator_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    revision: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    publication: int = Field(sa_column=Column(BigInteger, nullable=False))
    value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    numerator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    denominator: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    as_of: date | None = Field(default=None, sa_column=Column(Date))
    qualifier: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    source_text: str | None = Field(default=None, sa_column=Column(Text))
    note: str | None = Field(default=None, sa_column=Column(Text))
    reason: str | None = Field(default=None, sa_column=Column(Text))


class RollupRow(Base, table=True):
    """Sums of the values of one area's units for one indicator and period, kept by the transaction that publishes."""

    __tablename__: ClassVar[str] = "rollups"

    period: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    indicator_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    total: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    numerator: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    denominator: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    units: int
    illustrative: int


class LatestRow(Base, table=True):
    """The newest period in which an area above the communes has a figure; `place` orders periods in time."""

    __tablename__: ClassVar[str] = "latest"

    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    indicator_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    period: int
    place: int
