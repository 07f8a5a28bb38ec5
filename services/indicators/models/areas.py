"""Our own copy of the directory's areas and lineage (địa bàn và dòng kế thừa), filled from its feed."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ARRAY, BigInteger, Column, Date, Identity, Index, Integer, LargeBinary, Numeric, Text, text
from sqlmodel import Field

from services.indicators.models.tables import Base


class AreaRow(Base, table=True):
    """One incarnation of an area. `no` is what values refer to: four bytes where the id would take eleven.

    `ancestors` goes from the parent up to the nation; `uppers` are the numbers of those into which values are rolled
    up (districts and provinces; the nation is summed on reading). `reach` are the ids on which a right over this area
    may be held: itself, its ancestors, and the same of every successor.
    """

    __tablename__: ClassVar[str] = "areas"
    __table_args__ = (
        Index("ix_areas_ancestors", "ancestors", postgresql_using="gin"),
        Index("ix_areas_reach", "reach", postgresql_using="gin"),
        Index("ix_areas_code", "code"),
        Index("ix_areas_provinces", "no", postgresql_where=text("level = 'T'")),
    )

    no: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    id: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    code: str = Field(sa_column=Column(Text, nullable=False))
    level: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    short_name: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    parent_id: str | None = Field(default=None, sa_column=Column(Text))
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_to: date | None = Field(default=None, sa_column=Column(Date))
    is_leaf: bool = Field(default=False)
    ancestors: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'")))
    uppers: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False, server_default=text("'{}'")))
    reach: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'")))
    sort_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    folded: str = Field(sa_column=Column(Text, nullable=False))


class LineageRow(Base, table=True):
    """One step from a predecessor to a successor."""

    __tablename__: ClassVar[str] = "lineages"
    __table_args__ = (Index("ix_lineages_successor_id", "successor_id"),)

    predecessor_id: str = Field(sa_column=Column(Text, primary_key=True))
    successor_id: str = Field(sa_column=Column(Text, primary_key=True))
    effective_on: date = Field(sa_column=Column(Date, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    is_main: bool
    share: Decimal | None = Field(default=None, sa_column=Column(Numeric))


class UnitCountRow(Base, table=True):
    """How many units report to an area from a day on: its leaves, or the nation's provinces (the N of n/N)."""

    __tablename__: ClassVar[str] = "unit_counts"

    area_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    valid_from: date = Field(sa_column=Column(Date, primary_key=True))
    units: int


class EditionRow(Base, table=True):
    """A counter per copied or loaded register: whoever keeps it in memory sees that it changed."""

    __tablename__: ClassVar[str] = "editions"

    name: str = Field(sa_column=Column(Text, primary_key=True))
    edition: int = Field(sa_column=Column(BigInteger, nullable=False))
