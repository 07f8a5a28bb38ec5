"""The keys of access tokens as this gateway knows them: read from the database again and again, changed in time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from gateway.actions.signing_keys import Key, opened, rotate
from gateway.queries.signing_keys import list_keys
from gateway.rules.systems.access_tokens import AUDIENCE, KIND, SECONDS, is_ours
from gateway.rules.systems.key_rotation import is_due, signer
from kit import clock
from kit.background import in_background
from kit.database import OUTAGES, Database, in_unit
from kit.errors import Unavailable
from kit.logs import log
from kit.secrets import Vault
from kit.tokens import SigningKey, TokenRefused, UnknownKey, Verifier

READ_EVERY = 60.0
ASKED_AGAIN_AFTER = 5.0
"""Seconds between two looks for a key that a token names and nobody knows: strangers may name what they like."""


class KeyRing:
    """Signs and checks access tokens. Several gateways on one database hold the same keys."""

    def __init__(self, database: Database, vault: Vault, public_url: str) -> None:
        self._database = database
        self._vault = vault
        self._public_url = public_url
        self._keys: list[Key] = []
        self._by_kid: dict[str, SigningKey] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._verifier = Verifier(lambda kid: self._by_kid.get(kid), KIND, AUDIENCE)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Know the keys before the first request, and follow them from then on."""
        await self.read()
        async with in_background(self._follow()):
            yield

    async def read(self) -> None:
        """Read the keys, and make the next one if it is time."""
        now = clock.now()
        keys = opened(await list_keys(self._database.reader), self._vault)
        if is_due(keys, now):
            async with in_unit(self._database, quiet=True) as unit:
                keys = await rotate(unit, self._vault, now=now)
        self._keys = [key for key in keys if key.is_published(now)]
        self._by_kid = {key.pair.kid: key.pair for key in self._keys}
        self._read_at = time.monotonic()

    async def sign(self, claims: dict[str, Any], seconds: int = SECONDS) -> str:
        """An access token with these claims."""
        found = signer(self._keys, clock.now())
        if found is None:
            await self.read()
            found = signer(self._keys, clock.now())
        if found is None:
            raise Unavailable("Chưa có khóa ký mã truy cập. Hãy thử lại sau ít phút.")
        return found.pair.sign(KIND, AUDIENCE, claims, seconds)

    async def claims(self, token: str) -> dict[str, Any]:
        """The claims of an access token of ours; TokenRefused for every other."""
        try:
            claims = self._verifier.claims(token)
        except UnknownKey:
            if not await self._read_again():
                raise
            claims = self._verifier.claims(token)
        if not is_ours(claims, self._public_url):
            raise TokenRefused("not issued here")
        return claims

    def published(self) -> list[dict[str, Any]]:
        """The public halves of the keys that sign, will sign, or have signed what may still be valid."""
        now = clock.now()
        return [key.pair.public() for key in self._keys if key.is_published(now)]

    async def _read_again(self) -> bool:
        """Look whether there is a new key, unless somebody did just now."""
        seen = self._read_at
        async with self._reading:
            if self._read_at != seen:
                return True
            if time.monotonic() < self._read_at + ASKED_AGAIN_AFTER:
                return False
            await self.read()
            return True

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(READ_EVERY)
            try:
                await self.read()
            except OUTAGES as error:
                log.warning("signing keys not read", error=repr(error))
