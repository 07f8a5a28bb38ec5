"""How a call reaches the gateway: through an ASGI door, whether that leads into this process or into another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kit.asgi import OURSELVES, Answer, App, Peer, call
from kit.errors import Unavailable
from kit.logs import log


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `path` is unquoted, as ASGI has it, `query` is ready to send.

    `visitor` is the address on whose behalf it is made: sign-in counts attempts by it.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    visitor: Peer = OURSELVES


class Transport(Protocol):
    """Carries calls to the gateway; raises Unavailable when it cannot be reached."""

    async def send(self, wanted: Call) -> Answer:
        """The gateway's whole answer."""


class ThroughDoor:
    """The gateway through its ASGI door: that of this process, or a forwarder to another one."""

    def __init__(self, gateway: App) -> None:
        self._gateway = gateway

    async def send(self, wanted: Call) -> Answer:
        """The gateway's answer; whatever goes wrong on the way, or behind the door, looks like an outage."""
        try:
            return await call(
                self._gateway,
                wanted.method,
                wanted.path,
                query=wanted.query,
                headers=wanted.headers,
                body=wanted.body,
                client=wanted.visitor,
                inside=True,
            )
        except Unavailable:
            raise  # told once by whoever found out
        except Exception as error:
            log.error("call to the gateway failed", path=wanted.path, error=repr(error))
            raise Unavailable("Hệ thống tạm thời không trả lời. Hãy thử lại sau ít phút.") from error
