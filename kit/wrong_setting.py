"""The error of a setting that is no good, told in one sentence at the start."""


class WrongSetting(Exception):
    """A setting is no good, by itself or beside the others; the message names it, never its value."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
