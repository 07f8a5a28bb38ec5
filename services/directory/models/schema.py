"""The base of this service's tables."""

from typing import TYPE_CHECKING

from kit.database import service_base

if TYPE_CHECKING:
    from sqlmodel import SQLModel as Base
else:
    Base = service_base("directory")

__all__ = ["Base"]
