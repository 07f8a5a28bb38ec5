"""A gateway that knows a small register."""

import pytest

from gateway.feed import hear
from kit.database import in_unit
from tests.gateway.accounts.register import told
from tests.gateway.gate import Gate


@pytest.fixture(autouse=True, scope="session")
def register(gate: Gate) -> None:
    """The gateway's copy of the register."""

    async def copy() -> None:
        async with in_unit(gate.database) as session:
            await hear(session, list(told()))

    gate.loop.run(copy())


@pytest.fixture(autouse=True)
def nobody(gate: Gate) -> None:
    """Every test starts without accounts."""
    gate.execute("delete from accounts")
    gate.execute("delete from invitations")
    gate.execute("delete from idempotency_keys")
