"""The session of a unit of work."""

from typing import TYPE_CHECKING, Any

import sqlalchemy.ext.asyncio
import sqlalchemy.orm
import sqlmodel
from sqlalchemy import Connection, event
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.database.asking import NOBODY, SETTING

ASKER = "asker"
"""Under which a session's `info` says who asks (`kit.database.asking`)."""
_SAY = f"select set_config('{SETTING}', %s, true)"

if TYPE_CHECKING:
    Session = AsyncSession
else:

    class _Sync(sqlmodel.Session):
        execute = sqlalchemy.orm.Session.execute

    @event.listens_for(_Sync, "after_begin")
    def _say_who_asks(session: _Sync, _: Any, connection: Connection) -> None:
        connection.exec_driver_sql(_SAY, (session.info.get(ASKER, NOBODY),))

    class Session(AsyncSession):
        """SQLModel's session with SQLAlchemy's own `execute`: SQLModel's warns on every call that objects would be
        nicer to get, but statements here are text and whole sets."""

        sync_session_class = _Sync
        execute = sqlalchemy.ext.asyncio.AsyncSession.execute


__all__ = ["ASKER", "Session"]
