"""The base class of one service's tables: own registry, own schema, every constraint named by one convention."""

from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def service_base(schema: str) -> type[SQLModel]:
    """A SQLModel base whose tables live in `schema` and are unknown to every other service.

    The global SQLModel metadata stays empty, so two services may both have a table class of the same name.
    """
    metadata = MetaData(schema=schema, naming_convention=NAMING)

    class Base(SQLModel, registry=registry(metadata=metadata)):
        """Base of this service's tables; a table class never validates and never crosses the wire."""

    Base.metadata = metadata
    chosen: Any = Base
    return chosen  # type: ignore[no-any-return]
