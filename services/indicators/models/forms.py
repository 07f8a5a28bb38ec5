"""Forms (biểu mẫu) as they stand, and every edition they had."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ARRAY, Column, DateTime, ForeignKey, Identity, Integer, Text, func
from sqlmodel import Field

from services.indicators.models.tables import Base


class FormRow(Base, table=True):
    """One form at its newest edition; `definition` is the JSON of its terms, which the rules read.

    `applies_in` holds the ids of the areas whose units of `level` owe it.
    """

    __tablename__: ClassVar[str] = "forms"

    id: int | None = Field(default=None, sa_column=Column(Integer, Identity(always=True), primary_key=True))
    code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    edition: int
    definition: str = Field(sa_column=Column(Text, nullable=False))
    applies_in: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    level: str = Field(sa_column=Column(Text, nullable=False))
    kinds: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))


class FormEditionRow(Base, table=True):
    """One edition of a form; rows are added, never changed."""

    __tablename__: ClassVar[str] = "form_editions"

    form_id: int = Field(
        sa_column=Column(Integer, ForeignKey("indicators.forms.id"), primary_key=True, autoincrement=False)
    )
    edition: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    definition: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.now()))
    by_id: str = Field(sa_column=Column(Text, nullable=False))
    by_name: str = Field(sa_column=Column(Text, nullable=False))
