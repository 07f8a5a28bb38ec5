"""Accounts, roles and delegations through the gateway."""
