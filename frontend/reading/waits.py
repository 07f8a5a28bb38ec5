"""How long somebody must wait who tried too often, in words."""

from frontend.words import VIETNAMESE, gettext, speaking
from kit.errors import TooMany

SECONDS = "Đã thử sai quá nhiều lần. Hãy thử lại sau %(count)s giây."
MINUTES = "Đã thử sai quá nhiều lần. Hãy thử lại sau %(count)s phút."
UNKNOWN = "Đã thử sai quá nhiều lần. Hãy chờ vài phút rồi thử lại."
LONGEST_IN_SECONDS = 90


def wait_told(refusal: TooMany, language: str = VIETNAMESE) -> str:
    """The sentence, in the language of the page."""
    with speaking(language):
        return _sentence(refusal)


def _sentence(refusal: TooMany) -> str:
    told = refusal.headers.get("Retry-After", "")
    if not told.isdecimal():
        return gettext(UNKNOWN)
    seconds = int(told)
    if seconds <= LONGEST_IN_SECONDS:
        return gettext(SECONDS) % {"count": seconds}
    return gettext(MINUTES) % {"count": -(-seconds // 60)}
