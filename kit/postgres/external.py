"""A server that somebody else runs: only its version is ours to question."""

import psycopg

from kit.postgres.errors import OldServer

OLDEST = 18


def refuse_old(dsn: str) -> None:
    """OldServer when the server behind `dsn` is older than the SQL of the product needs."""
    with psycopg.connect(dsn) as connection:
        refuse_old_version(connection.info.server_version)


def refuse_old_version(number: int) -> None:
    """OldServer for a version number (180006 is 18.6) below the oldest that will do."""
    if number // 10000 < OLDEST:
        raise OldServer(
            f"Máy chủ ở LANTOA_DATABASE_URL là PostgreSQL {number // 10000}; cần PostgreSQL {OLDEST} trở lên."
        )
