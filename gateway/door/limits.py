"""How much each account, each API client and each address without either may ask: a minute long, and at once."""

import time
from contextlib import AbstractAsyncContextManager, nullcontext

from gateway.door.incoming import Incoming
from gateway.door.meters import MOST_KNOWN, Meter
from gateway.door.places import PROBE, STATIC, Manner
from gateway.door.recognition import TOKEN, Known
from gateway.door.turns import Turn, Turns
from gateway.rules.addresses import network_of
from kit.asgi import INSIDE
from kit.errors import TooMany
from kit.recall import recalling
from kit.settings import Settings

OF_A_FILE = 0.1
"""What a style sheet or script counts: a page brings ten of them, once."""

_network_of = recalling(MOST_KNOWN)(network_of)


class Limits:
    """Counts every request that comes from outside; what a page asks for its visitor was counted as the page."""

    def __init__(self, settings: Settings) -> None:
        self._account = Meter("account", settings.rate_account)
        self._client = Meter("client", settings.rate_client)
        self._address = Meter("address", settings.rate_address)
        self._turns = Turns(settings.at_once) if settings.at_once else None

    def count(self, visit: Incoming, known: Known | None) -> None:
        """Count one request, and have its answer tell what is left; TooMany when that is nothing."""
        scope = visit.scope
        if INSIDE in scope or visit.path == PROBE:
            return
        meter, who = self._of(visit, known)
        is_page = visit.place.manner is Manner.PAGE
        cost = OF_A_FILE if is_page and visit.path.startswith(STATIC) else 1.0
        told, wait = meter.take(who, time.monotonic(), cost)
        if not is_page:
            visit.told = told
        if wait:
            raise TooMany(
                f"Bạn đã gửi quá nhiều yêu cầu trong thời gian ngắn. Hãy thử lại sau {wait} giây.",
                headers={"Retry-After": str(wait)},
            )

    def turn(self, visit: Incoming, known: Known | None) -> AbstractAsyncContextManager[bool]:
        """The caller's turn to have something done; entering it waits for it, and tells whether it had to."""
        if self._turns is None or INSIDE in visit.scope or visit.path == PROBE:
            return nullcontext(False)
        meter, who = self._of(visit, known)
        return Turn(self._turns, f"{meter.name} {who}")

    def _of(self, visit: Incoming, known: Known | None) -> tuple[Meter, str]:
        if known is not None:
            return self._client if known.caller.kind == TOKEN else self._account, known.caller.id
        peer = visit.scope.get("client")
        return self._address, _network_of(peer[0]) if peer else ""
