"""A gateway that knows a small register."""

from tests.gateway.accounts.conftest import register

__all__ = ["register"]
