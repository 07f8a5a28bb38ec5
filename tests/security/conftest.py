"""The product in production mode, and maps of all its addresses."""

from collections.abc import Iterator

import httpx
import pytest

from tests.harness.live import AnyForm, LiveSystem
from tests.harness.split import SplitSystem
from tests.harness.store import Store
from tests.security.walking import Addresses

FORMS = {"one process": "system", "many processes": "split"}


@pytest.fixture(scope="session")
def split(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SplitSystem]:
    """The product with every part in a process of its own."""
    folder = tmp_path_factory.mktemp("security") / "var"
    with store.clone() as dsn, SplitSystem(store, dsn, folder) as found:
        yield found


@pytest.fixture(params=FORMS)
def product(request: pytest.FixtureRequest) -> AnyForm:
    """The product in each form, one after the other."""
    found: AnyForm = request.getfixturevalue(FORMS[request.param])
    return found


@pytest.fixture(scope="module")
def addresses(system: LiveSystem) -> Addresses:
    """Every address."""
    return Addresses(system)


@pytest.fixture(scope="module")
def behind_https(store: Store) -> Iterator[LiveSystem]:
    """The product as it runs behind a proxy that ends TLS."""
    settings = store.settings().model_copy(update={"public_url": "https://lantoa.example"})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        yield live


@pytest.fixture
def secure(behind_https: LiveSystem) -> httpx.Client:
    """A signed-in administrator there; cookies are sent by hand, since nothing here ends TLS."""
    client = behind_https.client("admin")
    cookie = client.cookies.jar
    told = "; ".join(f"{one.name}={one.value}" for one in cookie)
    client.cookies.clear()
    client.headers["Cookie"] = told
    return client
