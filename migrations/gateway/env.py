"""Migrations of the schema `gateway`."""

from gateway.models import Base
from migrations.run import run

run(Base.metadata)
