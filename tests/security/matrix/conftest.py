"""The ground every walk of the matrix begins on."""

from collections.abc import Iterator

import pytest

from tests.harness.live import LiveSystem
from tests.harness.store import Store
from tests.security.matrix.ground import Ground, laid


@pytest.fixture(scope="module")
def ground(store: Store) -> Iterator[Ground]:
    """The ground, on a system nobody else walks on."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield laid(live)
