"""Rounds on the shared live system."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.rounds import Rounds, rounds_of


@pytest.fixture(scope="session")
def rounds(system: LiveSystem) -> Rounds:
    """Sheets under a framework that demands evidence."""
    return rounds_of(system)
