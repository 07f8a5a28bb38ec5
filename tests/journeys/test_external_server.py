"""On a PostgreSQL that somebody else runs, the product makes its roles and schemas there and starts none of its own."""

from collections.abc import Iterator

import httpx
import pytest

from tests.harness.process import Product
from tests.harness.store import Store, create_database


@pytest.fixture
def external(store: Store) -> Iterator[str]:
    """An empty database of a running server."""
    dsn = create_database(store.admin, "somebody_elses")
    yield dsn
    store.drop(dsn)


def test_an_external_server_carries_the_whole_product(external: str, store: Store) -> None:
    product = Product(store.folder, "--empty", LANTOA_DATABASE_URL=external).start()
    try:
        areas = httpx.get(f"{product.url}/api/directory/v1/areas", params={"level": "T", "valid_on": "2022-12-31"})
        assert len(areas.json()["items"]) == 50
        assert httpx.get(f"{product.url}/readyz").json() == {"status": "ready"}
        values = httpx.get(f"{product.url}/api/indicators/v1/values")
        assert values.json()["items"] == [], "no sample data was asked for"
        frameworks = httpx.get(f"{product.url}/api/indicators/v1/frameworks").json()["items"]
        assert {"CDS-XA-2025", "DTI-2022"} <= {found["code"] for found in frameworks}
    finally:
        product.stop()
