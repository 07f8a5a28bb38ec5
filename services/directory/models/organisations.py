"""Organisations (cơ quan) and their names through time."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, text
from sqlmodel import Field

from services.directory.models.schema import Base

NEW_ID = {"server_default": text("uuidv7()")}


class OrganisationRow(Base, table=True):
    """An organisation, known outside by its electronic identification code (mã định danh điện tử)."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z0-9.]{3,35}$'", name="code"),
        Index(None, "code", unique=True),
        Index(None, "area_id"),
        Index(None, "parent_id"),
    )

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    code: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    area_id: str | None = Field(default=None, foreign_key="areas.id", sa_type=Text)
    parent_id: UUID | None = Field(default=None, foreign_key="organisations.id")


class OrganisationNameRow(Base, table=True):
    """A name an organisation bore for a time; an open date is not known or not yet come."""

    __tablename__ = "organisation_names"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="validity"),
        Index(None, "organisation_id"),
    )

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    name: str = Field(sa_type=Text)
    valid_from: date | None = None
    valid_to: date | None = None
    folded: str = Field(sa_type=Text)
    sort_key: bytes = Field(sa_type=LargeBinary)
