"""The office that tests of this room work at."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import Office


@pytest.fixture
def office(system: LiveSystem) -> Office:
    """A system that may write and read values of the whole nation, on the shared live system."""
    return Office(system, system.token("values:write", "indicators:read"))
