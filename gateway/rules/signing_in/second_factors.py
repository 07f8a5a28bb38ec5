"""Second factors: whether one is asked for, which codes of an app hold (TOTP, RFC 6238), and how codes are written."""

import re
from collections.abc import Iterable
from datetime import datetime

from contracts.access import GUARDED
from contracts.sessions import Missing

STEP = 30
"""Seconds for which an app shows one code."""
DRIFT = 1
"""Steps by which an app's clock may be early or late."""
ISSUER = "Lan Tỏa"
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
"""80 random bits."""
SIX_DIGITS = re.compile(r"[0-9]{6}")


def is_demanded(rights: Iterable[str], *, setting: bool) -> bool:
    """Whether an account must have a second factor: where that is switched on, whoever may change what is public."""
    return setting and not GUARDED.isdisjoint(rights)


def missing_step(*, demanded: bool, enrolled: bool) -> Missing | None:
    """What a sign-in still lacks after its first proof; whoever has a second factor is asked for it in any case."""
    if enrolled:
        return Missing.SECOND_FACTOR
    return Missing.ENROLMENT if demanded else None


def bare(code: str) -> str:
    """A code without the blanks and hyphens it was pasted with."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", code).upper()


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The time step whose code this is, None for a wrong one: steps up to `after` are used up."""
    import pyotp

    app = pyotp.TOTP(secret, interval=STEP)
    present = int(now.timestamp()) // STEP
    given = bare(code)
    if not SIX_DIGITS.fullmatch(given):
        return None
    for step in range(max(present - DRIFT, after + 1), present + DRIFT + 1):
        if pyotp.utils.strings_equal(given, app.generate_otp(step)):
            return step
    return None


def otpauth(secret: str, email: str) -> str:
    """What a QR code tells an app."""
    import pyotp

    return str(pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER))


def written(code: str) -> str:
    """A recovery code in groups of four, as people copy it."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
