"""Sending somebody to the provider, and exchanging the code they come back with for who they are."""

import base64
import json
import time
from typing import Any

from contracts.single_sign_on import RETURN_PAGE
from gateway.provider.discovery import Discovery, Endpoints
from gateway.rules.signing_in.claims import (
    ALGORITHMS,
    Expected,
    NotProven,
    Person,
    check_access_token,
    check_id_token,
    person_of,
)
from gateway.rules.signing_in.provider_visits import Secrets
from kit.outgoing import Away, ask
from kit.single_sign_on import ProviderSettings

FORM = "application/x-www-form-urlencoded"


class Provider:
    """The provider of single sign-on. What it needs is imported when somebody signs in that way."""

    def __init__(self, settings: ProviderSettings) -> None:
        self.settings = settings
        self.name = settings.name
        self.issuer = settings.issuer
        self._discovery = Discovery(settings)
        self._redirect_uri = settings.public_url + RETURN_PAGE

    async def address(self, state: str, secrets: Secrets, *, anew: bool = False) -> str:
        """Where somebody proves who they are, `anew` even when they are signed in there. Raises Away."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        endpoints = await self._discovery.endpoints()
        return str(
            prepare_grant_uri(
                endpoints.authorize,
                client_id=self.settings.client_id,
                response_type="code",
                redirect_uri=self._redirect_uri,
                scope=self.settings.scopes,
                state=state,
                nonce=secrets.nonce,
                code_challenge=create_s256_code_challenge(secrets.verifier),
                code_challenge_method="S256",
                acr_values=self.settings.acr_values or None,
                prompt="login" if anew else None,
                max_age="0" if anew else None,
            )
        )

    async def check_issuer(self, issuer: str | None) -> None:
        """NotProven when the answer comes from another provider (RFC 9207). Raises Away."""
        if issuer is None and (await self._discovery.endpoints()).says_issuer:
            raise NotProven("the answer does not say whose it is")
        if issuer is not None and issuer != self.issuer:
            raise NotProven("the answer is another provider's")

    async def person(self, code: str, secrets: Secrets) -> Person:
        """Who came back with this code. Raises NotProven, and Away when the provider does not answer."""
        endpoints = await self._discovery.endpoints()
        told = await self._exchange(endpoints, code, secrets.verifier)
        access_token, id_token = told.get("access_token"), told.get("id_token")
        if not isinstance(access_token, str) or not access_token.isascii() or not access_token.isprintable():
            raise NotProven("no access token")
        claims: dict[str, Any] = {}
        if isinstance(id_token, str) and endpoints.jwks:
            claims = await self._of_id_token(id_token, access_token, secrets.nonce)
        elif not self.settings.reads_userinfo:
            raise NotProven("no ID token")
        if endpoints.userinfo and (self.settings.reads_userinfo or "email" not in claims):
            claims = claims | await self._of_userinfo(endpoints.userinfo, access_token, claims.get("sub"))
        return person_of(claims)

    async def _exchange(self, endpoints: Endpoints, code: str, verifier: str) -> dict[str, Any]:
        from authlib.oauth2.auth import ClientAuth
        from authlib.oauth2.rfc6749.parameters import prepare_token_request

        method = "client_secret_basic" if endpoints.takes_basic else "client_secret_post"
        identified = ClientAuth(
            self.settings.client_id, self.settings.client_secret, method if self.settings.client_secret else "none"
        )
        body = prepare_token_request(
            "authorization_code", "", redirect_uri=self._redirect_uri, code=code, code_verifier=verifier
        )
        url, headers, body = identified.prepare("POST", endpoints.token, {"Content-Type": FORM}, body)
        told = await ask("POST", url, headers=headers, body=body)
        if told.status in (400, 401):
            raise NotProven(f"the code is refused: {told.body[:200]!r}")
        if told.status != 200:
            raise Away(f"the token endpoint answers {told.status}")
        return told.json()

    async def _of_id_token(self, token: str, access_token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        header = _header_of(token)
        keys = await self._discovery.keys(header.get("kid"))
        try:
            decoded = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError, LookupError) as error:
            raise NotProven(f"the ID token cannot be verified: {error!r}") from error
        check_id_token(decoded.claims, Expected(self.issuer, self.settings.client_id, nonce, time.time()))
        check_access_token(decoded.claims, str(decoded.header["alg"]), access_token)
        return dict(decoded.claims)

    async def _of_userinfo(self, url: str, access_token: str, subject: object) -> dict[str, Any]:
        """What the provider tells of the bearer; it must be the same person that the ID token speaks of."""
        told = await ask("GET", url, headers={"Authorization": f"Bearer {access_token}"})
        if told.status in (401, 403):
            raise NotProven("the access token is refused")
        if told.status != 200:
            raise Away(f"the userinfo endpoint answers {told.status}")
        claims = told.json()
        if subject is not None and claims.get("sub") != subject:
            raise NotProven("userinfo speaks of somebody else")
        return claims


def _header_of(token: str) -> dict[str, Any]:
    """The header of a token nobody has verified yet."""
    head = token.split(".", 1)[0]
    try:
        found = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError) as error:
        raise NotProven("the ID token is no token") from error
    if not isinstance(found, dict) or not isinstance(found.get("kid", ""), str):
        raise NotProven("the ID token is no token")
    return found
