"""A bounded number of connections to one address, the warmest used first."""

import asyncio

from kit.forwarding.connection import Connection


class Unreachable(ConnectionError):
    """No connection could be made: nothing was sent."""


class Refused(Unreachable):
    """Nobody listens there at this moment."""


class Crowded(ConnectionError):
    """Every connection was in use for as long as could be waited."""


class Pool:
    """Connections to `host`:`port`, at most `limit` at once, each unused for at most `kept` seconds.

    The other side must keep idle connections for longer, or it would close them while a request is on its way.
    """

    def __init__(self, host: str, port: int, *, limit: int, connect_seconds: float, kept: float) -> None:
        self._host = host
        self._port = port
        self._connect_seconds = connect_seconds
        self._kept = kept
        self._slots = asyncio.Semaphore(limit)
        self._idle: list[Connection] = []
        self.is_open = False

    async def take(self, seconds: float, *, anew: bool = False) -> Connection:
        """A connection, kept or made (made for certain when `anew`); Crowded after `seconds`, or Unreachable."""
        if self._slots.locked():
            try:
                async with asyncio.timeout(seconds):
                    await self._slots.acquire()
            except TimeoutError as error:
                raise Crowded(f"no connection free for {seconds} s") from error
        else:
            await self._slots.acquire()
        try:
            return (None if anew else self._warm()) or await self._made()
        except BaseException:
            self._slots.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """End the use of a connection: kept when it may be used again, else closed."""
        if self.is_open and connection.is_reusable:
            connection.is_reused = True
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            connection.close()
        self._slots.release()

    def close(self) -> None:
        """Close those that are not in use, and keep none any more."""
        self.is_open = False
        while self._idle:
            self._idle.pop().close()

    def _warm(self) -> Connection | None:
        oldest = asyncio.get_running_loop().time() - self._kept
        while self._idle:
            found = self._idle.pop()
            if not found.is_lost and found.idle_since > oldest:
                return found
            found.close()
        return None

    async def _made(self) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._connect_seconds):
                _, connection = await loop.create_connection(lambda: Connection(loop), self._host, self._port)
        except ConnectionRefusedError as error:
            raise Refused(f"{self._host}:{self._port}: {error!r}") from error
        except (OSError, TimeoutError) as error:
            raise Unreachable(f"{self._host}:{self._port}: {error!r}") from error
        return connection
