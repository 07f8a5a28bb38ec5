"""The bureau that tests of this room work at."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.submitting import Bureau, bureau_of


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    """A form, its people and its units on the shared live system."""
    return bureau_of(system)
