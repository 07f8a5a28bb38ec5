"""The desk that tests of this room work at."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import Desk, desk_of


@pytest.fixture
def desk(system: LiveSystem) -> Desk:
    """Accounts, units and sheets on the shared live system."""
    return desk_of(system)
