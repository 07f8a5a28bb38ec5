"""The frameworks as shipped, and the figures they are checked against."""

import csv
from pathlib import Path

import pytest

from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework

ROOT = Path(__file__).parents[4]


def _framework(code: str) -> Framework:
    return load_framework((ROOT / f"services/indicators/frameworks/{code}.yaml").read_text(encoding="utf-8"))


def _table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def commune() -> Framework:
    """The commune framework of 2025."""
    return _framework("CDS-XA-2025")


@pytest.fixture(scope="session")
def dti() -> Framework:
    """The provincial index of 2022."""
    return _framework("DTI-2022")


@pytest.fixture(scope="session")
def dti_2025() -> Framework:
    """The provincial index of 2025, whose weights were not published."""
    return _framework("DTI-2025")


@pytest.fixture(scope="session")
def service_quality() -> Framework:
    """The index of decision 766/QĐ-TTg."""
    return _framework("QD766")


@pytest.fixture(scope="session")
def service_structure() -> list[dict[str, str]]:
    """Groups and metrics of decision 766/QĐ-TTg."""
    return _table("dvc766/dvc766_structure.csv")


@pytest.fixture(scope="session")
def published_sheet() -> list[dict[str, str]]:
    """The appraised sheet of xã Cần Giuộc, 2025."""
    return _table("commune/commune_dti_tayninh_2025.csv")


@pytest.fixture(scope="session")
def dti_structure() -> list[dict[str, str]]:
    """The nine main indices of QĐ 922/QĐ-BTTTT."""
    return _table("dti/dti_2022_structure.csv")


@pytest.fixture(scope="session")
def dti_ranking() -> list[dict[str, str]]:
    """The published ranking of 2022."""
    return _table("dti/dti_2022_province_ranking.csv")
