"""Settings: every one is documented for operators."""

from kit.settings import Settings
from tests.house.source import ROOT


def test_every_setting_is_documented() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in Settings.model_fields if f"`LANTOA_{name.upper()}`" not in manual] == []
