"""What later areas are read of by their own boundaries (địa giới), worked out when lineage is copied."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Column, Date, Index, Integer, Numeric
from sqlmodel import Field

from services.indicators.models.tables import Base


class CarryRow(Base, table=True):
    """A former area (source) of which a later one (target) is read, on days when the source was in force.

    `share` is what of it belongs to the target: 1 when it went whole, None when nobody recorded how much.
    """

    __tablename__: ClassVar[str] = "carries"
    __table_args__ = (Index("ix_carries_source_no", "source_no"),)

    target_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    source_no: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    is_leaf: bool
    whole: bool
    share: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    valid_from: date = Field(sa_column=Column(Date, nullable=False))
    valid_to: date | None = Field(default=None, sa_column=Column(Date))
