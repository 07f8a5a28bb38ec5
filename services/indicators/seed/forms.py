"""The forms every installation starts with."""

from pathlib import Path

from contracts.access import Right
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.forms import load_form_file
from services.indicators.rules.forms.checking import load_form

FORMS = Path(__file__).resolve().parents[1] / "forms"
KEEPER = Caller(
    id="sample-data", kind="service", name="Dữ liệu mẫu nạp sẵn", grants=(Grant(frozenset({Right.FORMS_WRITE}), "VN"),)
)


async def seed_forms(database: Database) -> None:
    """Publish the forms that come with the product; one that stands already, as people left it, stays."""
    async with in_unit(database) as session:
        for file in sorted(FORMS.glob("*.yaml")):
            await load_form_file(session, KEEPER, load_form(file.read_text(encoding="utf-8")))
