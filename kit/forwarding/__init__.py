"""A part of the system that lives in another process, as an ASGI app like the others."""

from kit.forwarding.behind import Behind
from kit.forwarding.breaker import Breaker
from kit.forwarding.forwarder import Forwarder

__all__ = ["Behind", "Breaker", "Forwarder"]
