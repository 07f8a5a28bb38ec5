"""Where a form or sheet of a unit and period is typed in: addresses, and the hidden fields that name it."""

from dataclasses import dataclass

from frontend.addresses import address

ENTRY = "/nhap"


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one unit and period."""

    form: str
    unit: str
    period: str

    def href(self, path: str = ENTRY, **more: str) -> str:
        """An address about it."""
        return address(path, **dict(self.hidden), **more)

    @property
    def key(self) -> str:
        """Names the draft a machine keeps of it."""
        return f"{self.form}:{self.unit}:{self.period}"

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """It as hidden fields of a form."""
        return [("bm", self.form), ("dv", self.unit), ("ky", self.period)]
