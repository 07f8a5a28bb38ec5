"""Floors and towers: who may import whom (the sentences stand in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, modules


def test_imports_run_down_the_floors_and_never_between_towers() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_nothing_imports_the_composition_root() -> None:
    guilty = [
        name
        for name, _, text in modules("kit", "contracts", "services", "gateway", "frontend")
        if "import commands" in text or "from commands" in text or "import manage" in text
    ]
    assert guilty == []
