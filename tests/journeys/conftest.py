"""The two forms of the product: everything in one process, and every part in one of its own."""

from collections.abc import Iterator

import pytest

from tests.harness.live import AnyForm
from tests.harness.split import SplitSystem
from tests.harness.store import Store

FORMS = {"one process": "system", "many processes": "split_system"}


@pytest.fixture(scope="session")
def split_system(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SplitSystem]:
    """The split form on a clone of its own, shared by the tests of this worker."""
    folder = tmp_path_factory.mktemp("split") / "var"
    with store.clone() as dsn, SplitSystem(store, dsn, folder) as split:
        yield split


@pytest.fixture(params=FORMS)
def product(request: pytest.FixtureRequest) -> AnyForm:
    """The product in each form, one after the other."""
    found: AnyForm = request.getfixturevalue(FORMS[request.param])
    return found
