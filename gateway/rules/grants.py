"""Roles as they are stored, read as rights on places."""

from collections.abc import Iterable
from typing import Any

from contracts.access import RIGHTS, Role
from kit.caller import Grant


def grants_of(rows: Iterable[Any]) -> tuple[Grant, ...]:
    """What roles on places grant: on an organisation they count there, and on the area the organisation serves."""
    return tuple(
        Grant(frozenset(RIGHTS[Role(row.role)]), place)
        for row in rows
        for place in (row.place, row.serves)
        if place is not None
    )


def rights_in(grants: Iterable[Grant]) -> frozenset[str]:
    """The rights held on whatever place."""
    return frozenset(right for grant in grants for right in grant.rights)
