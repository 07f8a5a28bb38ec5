"""Who is asking: a session cookie or an access token becomes a caller and the identity services believe."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from gateway.actions.opaque import hash_of, new_token
from gateway.actions.sessions import end_outgrown
from gateway.door.cookies import Cookies
from gateway.door.keyring import KeyRing
from gateway.queries import clients, sessions
from gateway.queries.grants import list_grants
from gateway.rules.grants import grants_of, rights_in
from gateway.rules.signing_in.second_factors import is_demanded
from gateway.rules.signing_in.sessions import NOTED_EVERY, OLD_TOKEN_COUNTS, digest_of, expires_at
from kit import clock
from kit.caller import SECONDS, Caller, Grant, identity
from kit.database import Database, in_unit
from kit.errors import Unauthenticated
from kit.recall import recalling
from kit.tokens import SigningKey, TokenRefused

CHECKED_EVERY = 5.0
"""Seconds within which a sign-out elsewhere, a disabled account or a revoked client takes effect."""
MINTED_EVERY = SECONDS / 2
ENDING_FOR = 60.0
"""Seconds after which no transaction that ends a session is still under way."""
MOST_KNOWN = 4096
COOKIES_REMEMBERED = 1024
SESSION, TOKEN = "account", "client"
"""What a credential makes of its bearer. Remembered apart: an access token in the cookie's place opens no session."""


_numbers = count(1)


@dataclass(slots=True)
class Known:
    """A caller seen lately, and the identity minted for them. Times are monotonic seconds.

    `number` stands for the caller exactly as they are: with other rights they are known under another one. `renewal`
    is the cookie with the token that has replaced theirs.
    """

    caller: Caller
    fresh_until: float
    mint_at: float = float("-inf")
    identity: bytes = b""
    number: int = field(default_factory=_numbers.__next__)
    renewal: bytes | None = None


def _apart(cookies: str, name: str) -> tuple[str | None, str]:
    """The value of one cookie of a request, None without it or when it is empty, and all the others."""
    found, others = None, []
    for cookie in cookies.split(";"):
        key, _, value = cookie.strip().partition("=")
        if key != name:
            others.append(cookie.strip())
        elif found is None and value:
            found = value
    return found, "; ".join(others)


class Recognition:
    """Recognises callers; what it remembers is at most five seconds old."""

    def __init__(
        self, database: Database, key: SigningKey, keys: KeyRing, *, production: bool, second_factor: bool
    ) -> None:
        """`key` signs the identities we mint, `keys` check the access tokens systems bring.

        `second_factor` says whether rights that are guarded ask for one.
        """
        self._database = database
        self._second_factor = second_factor
        self._key = key
        self._keys = keys
        self._known: dict[tuple[str, str], Known] = {}
        self._ending: dict[str, float] = {}
        self._renewed: dict[str, tuple[str, float]] = {}
        self.cookies = Cookies(production=production)
        self._apart = recalling(COOKIES_REMEMBERED)(lambda cookies: _apart(cookies, self.cookies.session))

    def recalled(self, headers: Mapping[str, str], *, takes_tokens: bool) -> Known | None:
        """The caller of a request, when all about them is still fresh in memory; None means `of_headers` must look."""
        shown = self._shown(headers, takes_tokens)
        known = None if shown is None else self._known.get(shown)
        if known is None:
            return None
        now = time.monotonic()
        return known if now < known.fresh_until and now < known.mint_at else None

    def is_new(self, headers: Mapping[str, str], *, takes_tokens: bool) -> bool:
        """True for a credential nobody has shown lately: who it belongs to must be asked, if anybody."""
        shown = self._shown(headers, takes_tokens)
        return shown is not None and shown not in self._known

    def _shown(self, headers: Mapping[str, str], takes_tokens: bool) -> tuple[str, str] | None:
        if takes_tokens and "authorization" in headers:
            kind, secret = TOKEN, _bearer(headers)
        elif "cookie" in headers:
            kind, secret = SESSION, self.session_token(headers["cookie"])
        else:
            return None
        return None if secret is None else (kind, secret)

    async def of_headers(self, headers: Mapping[str, str], *, takes_tokens: bool) -> Known | None:
        """The caller of a request, None when nobody signed in; Unauthenticated for an access token that fails.

        An access token goes before a cookie: it was put there on purpose.
        """
        token = _bearer(headers) if takes_tokens else None
        if token is not None:
            return self._minted(await self._of_token(token))
        session = self.session_token(headers.get("cookie", ""))
        found = None if session is None else await self._of_session(session)
        return None if found is None else self._minted(found)

    def session_token(self, cookies: str) -> str | None:
        """The session token among the cookies of a request."""
        return self._apart(cookies)[0]

    def other_cookies(self, cookies: str) -> str:
        """The cookies of a request beside that of the session."""
        return self._apart(cookies)[1]

    def end(self, token: str) -> None:
        """Believe a session no longer, that is over now or will be when a transaction ends.

        Until then it may still be found, but whoever finds it does not remember it.
        """
        now = time.monotonic()
        if len(self._ending) >= MOST_KNOWN:
            self._ending = {ending: until for ending, until in self._ending.items() if now < until}
        for ending in (token, *(pair[0] for pair in (self._renewed.get(token),) if pair)):
            self._ending[ending] = now + ENDING_FOR
            self.forget(ending)

    def forget(self, token: str) -> None:
        """Ask anew who a session or access token belongs to."""
        for kind in (SESSION, TOKEN):
            self._known.pop((kind, token), None)

    def doubt(self, headers: Mapping[str, str], *, takes_tokens: bool) -> None:
        """Ask anew who made this request: who answered it no longer found the session we remember."""
        shown = self._shown(headers, takes_tokens)
        if shown is not None:
            self._known.pop(shown, None)

    def end_account(self, account: str) -> None:
        """Believe no session of an account longer: it was disabled, or its password changed."""
        for kind, token in [key for key, known in self._known.items() if known.caller.id == account]:
            if kind == SESSION:
                self.end(token)

    def _minted(self, known: Known) -> Known:
        now = time.monotonic()
        if now >= known.mint_at:
            known.identity = identity(self._key, known.caller).encode()
            known.mint_at = now + MINTED_EVERY
        return known

    def _fresh(self, kind: str, token: str) -> Known | None:
        known = self._known.get((kind, token))
        return known if known is not None and time.monotonic() < known.fresh_until else None

    def _remember(self, token: str, caller: Caller, seconds: float) -> Known:
        """Keep the minted identity while it still tells the truth; `seconds` are left of what the token opened."""
        fresh_until = time.monotonic() + min(seconds, CHECKED_EVERY)
        if time.monotonic() < self._ending.get(token, 0.0):
            return Known(caller, fresh_until)
        place = (caller.kind, token)
        before = self._known.get(place)
        if before is not None and before.caller == caller:
            before.fresh_until = fresh_until
            return before
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        known = self._known[place] = Known(caller, fresh_until)
        return known

    async def _of_session(self, token: str) -> Known | None:
        known = self._fresh(SESSION, token)
        if known is not None:
            return known
        now = clock.now()
        row = await sessions.find_session(self._database.reader, token_hash=hash_of(token), now=now)
        if row is None or expires_at(row.created_at, row.last_seen_at) <= now:
            self.forget(token)
            return None
        if now - row.last_seen_at >= NOTED_EVERY:
            async with in_unit(self._database, quiet=True) as unit:
                await sessions.note_use(unit, id=row.id, now=now)
        granted = await list_grants(self._database.reader, account=row.account_id)
        grants = grants_of(granted)
        roles = tuple(sorted({grant.role for grant in granted}))
        caller = Caller(str(row.account_id), SESSION, row.name, grants, roles, row.csrf)
        left = expires_at(row.created_at, now) - now
        has_changed = bytes(row.rights) != (digest := digest_of(grants))
        if has_changed and not row.has_factor and is_demanded(rights_in(grants), setting=self._second_factor):
            async with in_unit(self._database, quiet=True) as unit:
                await end_outgrown(unit, id=row.id)
            self.end(token)
            return None
        if not row.is_newest:
            left = min(left, row.rotated_at + OLD_TOKEN_COUNTS - now)
        elif has_changed:
            await self._renew(token, digest, now)
        known = self._remember(token, caller, left.total_seconds())
        known.renewal = self._renewal_of(token)
        return known

    async def _renew(self, token: str, rights: bytes, now: datetime) -> None:
        """The rights of a session changed, and with them its token (ASVS 7.2.4); of two doors one changes it."""
        made = new_token()
        hashes = {"before": hash_of(token), "after": hash_of(made)}
        async with in_unit(self._database, quiet=True) as unit:
            changed = await sessions.change_token(unit, **hashes, now=now, newest_only=True, rights=rights)
        if changed is not None:
            at = time.monotonic()
            self._renewed = {old: pair for old, pair in self._renewed.items() if at < pair[1]}
            self._renewed[token] = (made, at + OLD_TOKEN_COUNTS.total_seconds())

    def _renewal_of(self, token: str) -> bytes | None:
        """The cookie that replaces this token: every answer carries it until the browser has taken it."""
        made, until = self._renewed.get(token, ("", 0.0))
        return self.cookies.session_header(made) if time.monotonic() < until else None

    async def _of_token(self, token: str) -> Known:
        try:
            claims = await self._keys.claims(token)
        except TokenRefused as error:
            raise _invalid_token("Mã truy cập không hợp lệ hoặc đã hết hạn.") from error
        known = self._fresh(TOKEN, token)
        if known is not None:
            return known
        row = await clients.find_client(self._database.reader, client_id=claims["client_id"])
        if row is None:
            self.forget(token)
            raise _invalid_token("Hệ thống kết nối này đã hết hạn hoặc bị thu hồi.")
        held = frozenset(claims["scope"].split()) & frozenset(row.scopes)
        caller = Caller(row.client_id, TOKEN, row.name, (Grant(held, row.area_id),))
        ends = claims["exp"] if row.expires_at is None else min(claims["exp"], row.expires_at.timestamp())
        return self._remember(token, caller, ends - time.time())


def _bearer(headers: Mapping[str, str]) -> str | None:
    """The access token of a request, None without one; other schemes are not ours."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _invalid_token(detail: str) -> Unauthenticated:
    return Unauthenticated(detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
