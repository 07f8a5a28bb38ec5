"""What was just saved, told once on the page that follows: a short-lived cookie that holds two numbers and no text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request, Response

from kit.clock import now

COOKIE = "lantoa_da_luu"
SECONDS = 60
_WRITTEN = re.compile(r"([0-9]{1,6})-([0-9]{10})")


@dataclass(frozen=True, slots=True)
class Saved:
    """How many boxes were saved, and when."""

    count: int
    at: datetime

    @classmethod
    def just(cls, count: int) -> "Saved":
        """Saved at this moment."""
        return cls(count, now())


def tell(answer: Response, saved: Saved) -> Response:
    """Have the next page say it."""
    answer.set_cookie(
        COOKIE, f"{saved.count}-{int(saved.at.timestamp())}", max_age=SECONDS, path="/", httponly=True, samesite="lax"
    )
    return answer


def told(request: Request) -> Saved | None:
    """What the page before saved."""
    found = _WRITTEN.fullmatch(request.cookies.get(COOKIE, ""))
    return Saved(int(found[1]), datetime.fromtimestamp(int(found[2]), UTC)) if found else None


def forget(answer: Response) -> Response:
    """It was told; reloading does not tell it again."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer
