"""Rounds on the shared live system."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.rounds import Rounds


@pytest.fixture(scope="session")
def rounds(system: LiveSystem) -> Rounds:
    """Sheets under a framework that demands evidence."""
    return Rounds.of(system)
