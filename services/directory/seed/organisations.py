"""The 34 provincial committees (UBND tỉnh, thành phố) with their portal codes."""

from datetime import date
from pathlib import Path

from contracts.directory import AreaLevel, OrganisationName
from services.directory.rules.identity import REFORM
from services.directory.rules.register import OrganisationRecord
from services.directory.seed.areas import DAY
from services.directory.seed.tables import Incarnations, Record, read

KIND = "provincial_committee"
SEEN = date(2026, 10, 1)
"""The national portal showed its present names in October 2026; when a name changed before that is not on file."""


def read_organisations(folder: Path) -> list[OrganisationRecord]:
    """All of them."""
    known = Incarnations(folder)
    return [
        OrganisationRecord(
            code=row["dvcqg_org_code"],
            kind=KIND,
            area_id=known.id_on(AreaLevel.PROVINCE, row["gso_code"], REFORM),
            names=_names(row),
        )
        for row in read(folder, "admin_provinces_34.csv")
    ]


def _names(row: Record) -> tuple[OrganisationName, ...]:
    """The name that follows from the province's of 01/07/2025, and the portal's where that is another by now."""
    province = row["name_2025"]
    decided, shown = f"UBND {province[0].lower()}{province[1:]}", row["dvcqg_display_name_2026_10"]
    if shown.casefold() == decided.casefold():
        return (OrganisationName(name=decided, valid_from=REFORM, valid_to=None),)
    return (
        OrganisationName(name=decided, valid_from=REFORM, valid_to=SEEN - DAY),
        OrganisationName(name=shown, valid_from=SEEN, valid_to=None),
    )
