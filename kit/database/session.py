"""The session of a unit of work."""

from typing import TYPE_CHECKING

import sqlalchemy.ext.asyncio
import sqlalchemy.orm
import sqlmodel
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    Session = AsyncSession
else:

    class _Sync(sqlmodel.Session):
        execute = sqlalchemy.orm.Session.execute

    class Session(AsyncSession):
        """SQLModel's session with SQLAlchemy's own `execute`: SQLModel's warns on every call that objects would be
        nicer to get, but statements here are text and whole sets."""

        sync_session_class = _Sync
        execute = sqlalchemy.ext.asyncio.AsyncSession.execute


__all__ = ["Session"]
