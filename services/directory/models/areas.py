"""Areas through time (địa bàn) and what became of them (dòng kế thừa)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, Text
from sqlmodel import Field

from services.directory.models.schema import Base


class AreaRow(Base, table=True):
    """One incarnation of an area; `valid_to` is its last day in force, `folded` its name without marks for searching,
    `sort_key` the place of its short name in the Vietnamese order."""

    __tablename__ = "areas"
    __table_args__ = (
        CheckConstraint("level in ('N', 'T', 'H', 'X', 'V')", name="level"),
        CheckConstraint("valid_to >= valid_from", name="validity"),
        CheckConstraint("(valid_to is null) = (valid_to_basis is null)", name="valid_to_basis"),
        Index(None, "level", "code"),
        Index(None, "level", "sort_key", "id"),
        Index(None, "parent_id"),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    code: str = Field(sa_type=Text)
    level: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    short_name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    parent_id: str | None = Field(default=None, foreign_key="areas.id", sa_type=Text)
    valid_from: date
    valid_to: date | None = None
    valid_from_basis: str = Field(sa_type=Text)
    valid_to_basis: str | None = Field(default=None, sa_type=Text)
    lat: Decimal | None = Field(default=None, sa_type=Numeric(9, 6))
    lon: Decimal | None = Field(default=None, sa_type=Numeric(9, 6))
    folded: str = Field(sa_type=Text)
    sort_key: bytes = Field(sa_type=LargeBinary)


class LineageRow(Base, table=True):
    """One step: on `effective_on` the predecessor went into the successor, whole or in part. Never deleted."""

    __tablename__ = "lineages"
    __table_args__ = (
        CheckConstraint("kind in ('whole', 'part')", name="kind"),
        CheckConstraint("share > 0 and share <= 1", name="share"),
        CheckConstraint("predecessor_id <> successor_id", name="two_areas"),
        Index(None, "successor_id"),
    )

    predecessor_id: str = Field(primary_key=True, foreign_key="areas.id", sa_type=Text)
    successor_id: str = Field(primary_key=True, foreign_key="areas.id", sa_type=Text)
    effective_on: date = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    is_main: bool
    share: Decimal | None = Field(default=None, sa_type=Numeric(9, 8))
    basis: str = Field(sa_type=Text)
