"""When keys change: a new one is published before it signs, an old one until the last token it signed is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from gateway.rules.systems.access_tokens import SECONDS

CACHED_FOR = timedelta(minutes=5)
"""How long others may keep the key set (Cache-Control)."""
PUBLISHED_BEFORE = 2 * CACHED_FOR
EVERY = timedelta(days=90)
PUBLISHED_AFTER = timedelta(seconds=SECONDS) + timedelta(minutes=5)
"""Clocks differ, and a gateway may learn of the next key a little late."""


@dataclass(frozen=True, slots=True)
class Term:
    """When a key signs: from `active_from` until `retired_at`, if that is known yet.

    One that was sealed with another master key still checks tokens, but `may_sign` no more.
    """

    active_from: datetime
    retired_at: datetime | None = None
    may_sign: bool = True

    def signs(self, now: datetime) -> bool:
        """Whether tokens are signed with it at this moment."""
        return self.may_sign and self.active_from <= now and (self.retired_at is None or now < self.retired_at)

    def waits(self, now: datetime) -> bool:
        """Whether it will sign and does not yet."""
        return self.may_sign and now < self.active_from

    def is_published(self, now: datetime) -> bool:
        """Whether the key set still, or already, shows it."""
        return self.retired_at is None or now < self.retired_at + PUBLISHED_AFTER


TermT = TypeVar("TermT", bound=Term)


def signer(terms: Iterable[TermT], now: datetime) -> TermT | None:
    """The key that signs at this moment."""
    return max((term for term in terms if term.signs(now)), key=lambda term: term.active_from, default=None)


def is_due(terms: Sequence[Term], now: datetime) -> bool:
    """Whether a next key must be made now: none signs, or the one that does nears its end and nobody follows it."""
    current = signer(terms, now)
    if current is None:
        return True
    return not any(term.waits(now) for term in terms) and now >= current.active_from + EVERY - PUBLISHED_BEFORE


def start_of_next(terms: Sequence[Term], now: datetime) -> datetime:
    """When a key made now begins to sign: at once when nobody else does."""
    return now if signer(terms, now) is None else now + PUBLISHED_BEFORE
