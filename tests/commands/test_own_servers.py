"""A service moves to a server of its own by one setting: roles, schema, migrations, data and pages follow."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from commands import loading, seeding, storage
from kit.settings import WrongSetting
from tests.harness.live import LiveSystem
from tests.harness.store import Store, create_database

INDICATORS = "/api/indicators/v1/indicators?limit=1"


@pytest.fixture
def two(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Two empty databases; the second is set to be that of indicators."""
    shared, own = (create_database(store.admin, name) for name in ("shared_by_most", "of_indicators"))
    monkeypatch.setenv("LANTOA_DB_INDICATORS", own)
    yield shared, own
    for dsn in (shared, own):
        store.drop(dsn)


def schemas(dsn: str) -> set[str]:
    """The services that have tables in a database."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute("select distinct schemaname from pg_tables where schemaname !~ '^pg_|information'")
        return {str(name) for (name,) in found}


def test_a_service_works_on_a_server_of_its_own(store: Store, two: tuple[str, str]) -> None:
    shared, own = two
    settings = store.settings()
    with store.alone():
        storage.prepare(settings, shared)
    assert (schemas(shared), schemas(own)) == ({"directory", "gateway"}, {"indicators"})
    asyncio.run(seeding.seed(settings, shared, samples=False))
    assert loading.is_loaded(settings, shared, samples=False)
    with LiveSystem(settings, shared) as live:
        client = live.client()
        assert client.get("/api/directory/v1/areas/T15-2025").status_code == 200
        assert client.get("/api/indicators/v1/frameworks").json()["items"]
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.get(INDICATORS).json() == client.get(INDICATORS).json()
        with psycopg.connect(own) as beside:  # the door listens in the other database, and hears nothing of this
            beside.execute("update indicators.indicators set name = 'Đổi tên ở nơi khác'")
        assert client.get(INDICATORS).json()["items"][0]["name"] == "Đổi tên ở nơi khác"


def test_a_dsn_of_the_app_role_itself_is_taken_as_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "postgresql://lantoa_indicators_app:its-own@db2:5433/numbers"
    monkeypatch.setenv("LANTOA_DB_INDICATORS", own)
    assert storage.app_dsn(store.settings(), store.admin, "indicators") == own
    assert storage.owner_dsn(store.settings(), store.admin, "indicators").endswith("@db2:5433/numbers")


def test_statements_for_an_administrator_are_told_server_by_server(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTOA_DB_INDICATORS", "postgresql://admin@db2:5433/numbers")
    told = storage.provision_sql(store.settings())
    places = [line for line in told if line.startswith("-- ")]
    assert places == ["-- localhost:5432/lantoa", "-- db2:5433/numbers"]
    before, after = told[: told.index(places[1])], told[told.index(places[1]) :]
    assert any("lantoa_gateway_app" in line for line in before)
    assert not any("lantoa_indicators" in line for line in before)
    assert not any("lantoa_gateway" in line for line in after)


def test_a_wrong_dsn_is_told_by_the_name_of_its_setting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTOA_DB_GATEWAY", "mysql://secret@db/x")
    with pytest.raises(WrongSetting, match=r"^LANTOA_DB_GATEWAY: Địa chỉ cơ sở dữ liệu phải có dạng") as caught:
        storage.app_dsn(store.settings(), store.admin, "gateway")
    assert "secret" not in str(caught.value)
