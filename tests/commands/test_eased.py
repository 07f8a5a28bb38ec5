"""A second factor is demanded by default; beside sample data it is not, unless somebody said so."""

import pytest

from commands.children import environment
from commands.loading import eased
from kit.settings import Settings

SETTING = "LANTOA_SECOND_FACTOR"


@pytest.mark.parametrize(
    ("said", "samples", "demanded"),
    [
        (None, False, True),
        (None, True, False),
        ("true", True, True),
        ("on", True, True),
        ("false", True, False),
        ("false", False, False),
    ],
)
def test_what_a_run_demands_in_either_form(
    monkeypatch: pytest.MonkeyPatch, said: str | None, samples: bool, demanded: bool
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    if said is not None:
        monkeypatch.setenv(SETTING, said)
    settings = eased(Settings(), samples=samples)
    assert settings.second_factor is demanded
    told = environment(settings)
    monkeypatch.setenv(SETTING, told[SETTING])
    assert Settings().second_factor is demanded, "a part of the split form reads the same"
