"""Panels on the shared live system."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.panels import Panels


@pytest.fixture(scope="session")
def panels(system: LiveSystem) -> Panels:
    """Sheets of a province, and people to judge them."""
    return Panels.of(system)
