"""Migrations of the schema `indicators`."""

from migrations.run import run
from services.indicators.models import Base

run(Base.metadata)
