"""Migrations of the schema `directory`."""

from migrations.run import run
from services.directory.models import Base

run(Base.metadata)
