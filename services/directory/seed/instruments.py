"""The official documents on file, with where each was read."""

from datetime import date
from pathlib import Path

from contracts.instruments import Certainty, Instrument
from services.directory.rules.instruments import kind_of
from services.directory.seed.tables import read


def read_instruments(folder: Path) -> list[Instrument]:
    """All of them."""
    return [
        Instrument(
            id="",
            number=row["number"],
            kind=kind_of(row["number"]),
            issuer=row["issuer"],
            issued_on=date.fromisoformat(row["issued_on"]) if row["issued_on"] else None,
            year=int(row["year"]),
            title=row["title"],
            note=row["note"] or None,
            certainty=Certainty(row["certainty"]),
            source=row["source"],
        )
        for row in read(folder, "instruments.csv")
    ]
