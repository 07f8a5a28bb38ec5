"""Reading goes on when the server has closed the connections that were kept."""

from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.harness.live import LiveSystem

CLOSE = """
    select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
    where usename = 'lantoa_directory_app' and datname = current_database()
"""


def close_connections(system: LiveSystem) -> int:
    """End every connection of the directory service, as a restart of the server does; how many there were."""
    with psycopg.connect(system.admin, autocommit=True) as admin:
        row = admin.execute(CLOSE).fetchone()
    assert row is not None
    return int(row[0])


def test_a_select_is_asked_again_when_its_connection_was_dead(system: LiveSystem) -> None:
    reader = system.databases["directory"].reader
    system.run(reader.rows("select 1"))
    assert close_connections(system) >= 1
    [row] = system.run(reader.rows("select 2 as two"))
    assert row.two == 2


def test_no_request_fails_when_all_connections_were_dead(system: LiveSystem) -> None:
    client = system.client()

    def ask(year: int) -> int:
        return client.get("/api/directory/v1/areas", params={"valid_on": f"{year}-01-01", "limit": 1}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(2005, 2021))) == {200}
        assert close_connections(system) >= 1
        assert set(pool.map(ask, range(1990, 2005))) == {200}
