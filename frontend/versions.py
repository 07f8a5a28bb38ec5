"""The version a page was read at, as its form sends it back."""


def version_in(told: object) -> int:
    """The version a form says; 0, which is never one, for what is none of ours: so nothing is overwritten by it."""
    text = str(told or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
