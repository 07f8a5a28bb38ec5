"""Settings: every one is documented for operators."""

from commands.parts import PARTS, url_name
from commands.storage import SERVICES
from kit.settings import Settings
from tests.house.source import ROOT

OUTSIDE_THE_CLASS = ("LANTOA_PG_BIN", "LANTOA_ENVIRONMENT")


def test_every_setting_is_documented() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text()
    names = [f"LANTOA_{name.upper()}" for name in Settings.model_fields]
    names += [f"LANTOA_DB_{service.upper()}" for service in SERVICES]
    names += [url_name(part) for part in PARTS]
    assert [name for name in (*names, *OUTSIDE_THE_CLASS) if f"`{name}`" not in manual] == []
