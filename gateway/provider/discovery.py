"""Where the provider is asked, and the keys it signs with: as set, or as its own documents say."""

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gateway.rules.signing_in.claims import NotProven
from kit.addresses import is_protected
from kit.outgoing import Away, ask
from kit.single_sign_on import ProviderSettings

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

DOCUMENT = "/.well-known/openid-configuration"
FRESH = 3600.0
"""Seconds a document of the provider is believed."""
PAUSE = 30.0
"""Seconds between two looks for a key nobody knows: unknown names must not make us ask without end."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The provider's addresses; `says_issuer` when its answers bear `iss` (RFC 9207)."""

    authorize: str
    token: str
    userinfo: str
    jwks: str
    says_issuer: bool = False
    takes_basic: bool = True


class Discovery:
    """The provider's documents, asked when first needed and again when they grow old."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._asking = asyncio.Lock()
        self._endpoints: Endpoints | None = None
        self._found_at = float("-inf")
        self._keys: KeySet | None = None
        self._keys_at = float("-inf")
        self._sought_at = float("-inf")

    async def endpoints(self) -> Endpoints:
        """Its addresses. Raises Away when it does not tell them, or tells what cannot be."""
        told = self._settings
        if told.authorize_url:
            return Endpoints(told.authorize_url, told.token_url, told.userinfo_url, told.jwks_url)
        async with self._asking:
            if self._endpoints is None or time.monotonic() - self._found_at > FRESH:
                self._endpoints = self._read(await _document(told.issuer.rstrip("/") + DOCUMENT))
                self._found_at = time.monotonic()
            return self._endpoints

    async def keys(self, kid: str | None) -> "KeySet":
        """Its keys; asked again for a key that is not among those known (they change now and then). Raises Away."""
        async with self._asking:
            now = time.monotonic()
            is_new = self._keys is not None and not _has(self._keys, kid)
            if self._keys is None or now - self._keys_at > FRESH or (is_new and now - self._sought_at > PAUSE):
                self._keys, self._keys_at = await self._read_keys(), now
                self._sought_at = now if is_new else self._sought_at
            return self._keys

    async def _read_keys(self) -> "KeySet":
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = self._settings.jwks_url or (self._endpoints.jwks if self._endpoints else "")
        if not address:
            raise NotProven("the provider has no keys")
        told = await _document(address)
        try:
            listed = [key for key in told["keys"] if key.get("use", "sig") == "sig" and key.get("kty") != "oct"]
            return KeySet.import_key_set({"keys": listed})
        except (JoseError, LookupError, ValueError, TypeError, AttributeError) as error:
            raise Away("the provider's keys cannot be read") from error

    def _read(self, told: dict[str, Any]) -> Endpoints:
        if told.get("issuer") != self._settings.issuer:
            raise Away("the provider's document names another issuer")
        names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        found = [told.get(name) or "" for name in names]
        if not all(isinstance(url, str) and (not url or is_protected(url)) for url in found) or not all(found[:2]):
            raise Away("the provider's document names addresses that cannot be asked")
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        authorize, token, userinfo, jwks = found
        return Endpoints(
            authorize,
            token,
            userinfo,
            jwks,
            told.get("authorization_response_iss_parameter_supported") is True,
            "client_secret_basic" in methods,
        )


async def _document(url: str) -> dict[str, Any]:
    """One of the provider's documents. Raises Away."""
    told = await ask("GET", url)
    if told.status != 200:
        raise Away(f"{url} answers {told.status}")
    return told.json()


def _has(keys: "KeySet", kid: str | None) -> bool:
    return kid is None or any(key.kid == kid for key in keys)
