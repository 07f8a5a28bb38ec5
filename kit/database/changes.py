"""Saying that the data of a schema changed: heard on commit, by whoever keeps something that was made of it."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

CHANNEL = "lantoa_changed"
"""The LISTEN channel; its payload is the schema. It reaches everybody in the same database."""

# A transaction that wrote nothing has no id, and nothing to tell.
_TELL = text("select pg_notify(:channel, :schema) where pg_current_xact_id_if_assigned() is not null")

IDENTITY = """
select (select system_identifier from pg_control_system()) || '/' || oid as identity
from pg_database where datname = current_database()
"""
"""Which database this is, wherever it is reached from: two who read the same hear each other."""


async def tell_change(session: AsyncSession, schema: str) -> None:
    """Say so in this transaction, in case it wrote anything."""
    await session.flush()
    await session.execute(_TELL, {"channel": CHANNEL, "schema": schema})
