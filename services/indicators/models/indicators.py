"""Indicators (chỉ tiêu) as defined: what is counted, what may be saved, how it adds up."""

from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, Identity, Index, Integer, Numeric, Text, text
from sqlmodel import Field

from services.indicators.models.tables import Base


class IndicatorRow(Base, table=True):
    """One indicator; `no` is what values refer to, `sort_code` gives codes their natural order."""

    __tablename__: ClassVar[str] = "indicators"
    __table_args__ = (
        CheckConstraint("kind in ('ratio', 'count', 'amount', 'score', 'yes_no')", name="kind"),
        CheckConstraint("aggregation in ('sum', 'ratio_of_sums', 'none')", name="aggregation"),
        CheckConstraint("frequency in ('year', 'half', 'quarter', 'month')", name="frequency"),
        CheckConstraint("regime in ('calendar', 'administrative')", name="regime"),
        CheckConstraint("minimum <= maximum", name="range"),
        CheckConstraint("per > 0", name="per_positive"),
        Index("ix_indicators_closed", "no", postgresql_where=text("not public")),
    )

    no: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    sort_code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    name_en: str = Field(sa_column=Column(Text, nullable=False))
    folded: str = Field(sa_column=Column(Text, nullable=False))
    pillar: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    unit: str = Field(sa_column=Column(Text, nullable=False))
    numerator_label: str | None = Field(default=None, sa_column=Column(Text))
    denominator_label: str | None = Field(default=None, sa_column=Column(Text))
    direction: str = Field(sa_column=Column(Text, nullable=False))
    decimals: int
    minimum: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    maximum: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    aggregation: str = Field(sa_column=Column(Text, nullable=False))
    per: Decimal = Field(sa_column=Column(Numeric, nullable=False))
    bounded: bool
    zero_denominator: bool
    frequency: str = Field(sa_column=Column(Text, nullable=False))
    regime: str = Field(sa_column=Column(Text, nullable=False))
    responsible: str = Field(sa_column=Column(Text, nullable=False))
    definition: str = Field(sa_column=Column(Text, nullable=False))
    legal_basis: str = Field(sa_column=Column(Text, nullable=False))
    target_comparator: str | None = Field(default=None, sa_column=Column(Text))
    target_value: Decimal | None = Field(default=None, sa_column=Column(Numeric))
    target_horizon: str | None = Field(default=None, sa_column=Column(Text))
    target_instrument: str | None = Field(default=None, sa_column=Column(Text))
    public: bool
