"""Who asks: every statement carries what its caller holds where, by which the database itself may refuse.

The setting is text: JSON of rights and the nodes they are held on; `SYSTEM` for the system's own work. Where it is
unset, or empty as a setting once used comes back, nobody asks.
"""

import json
from collections import defaultdict
from functools import lru_cache

from fastapi import Request

from kit.caller import Caller, Grant, caller_of

SETTING = "lantoa.caller"
SYSTEM = "*"
"""The system itself: feeds, seeds, commands, background work."""
NOBODY = ""


def asked_by(caller: Caller) -> str:
    """What statements on behalf of this caller carry."""
    return _written(caller.grants)


def asker_of(request: Request) -> str:
    """What statements of this request carry."""
    return asked_by(caller_of(request))


@lru_cache(4096)
def _written(grants: tuple[Grant, ...]) -> str:
    held: dict[str, set[str]] = defaultdict(set)
    for grant in grants:
        for right in grant.rights:
            held[right].add(grant.on)
    return json.dumps({right: sorted(held[right]) for right in sorted(held)}, separators=(",", ":"))
