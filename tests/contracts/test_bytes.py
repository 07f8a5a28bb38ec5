"""Answers that are written from rows, without the contract's objects: byte for byte what the contract would write."""

import pytest
from pydantic import BaseModel

from contracts.directory import Area, AreaLink, AreaProfile, LineageGap
from contracts.indicators.definitions import Indicator
from contracts.indicators.rankings import Ranking
from contracts.indicators.values import Figure, FigureProof, Overview, Value
from kit.shapes import Page
from tests.harness.live import LiveSystem

DIRECTORY, INDICATORS = "/api/directory/v1", "/api/indicators/v1"
ANSWERS: list[tuple[str, type[BaseModel]]] = [
    (f"{DIRECTORY}/areas?within=T15-2025&limit=500", Page[Area]),
    (f"{DIRECTORY}/areas/X04630-2025", Area),
    (f"{DIRECTORY}/areas/T15-2025/children", Page[Area]),
    (f"{DIRECTORY}/areas/T15-2025/profile", AreaProfile),
    (f"{DIRECTORY}/areas/X04630-2025/profile", AreaProfile),
    (f"{DIRECTORY}/areas/X04630-2025/predecessors", Page[AreaLink]),
    (f"{DIRECTORY}/lineage-gaps", Page[LineageGap]),
    (f"{INDICATORS}/indicators?limit=500", Page[Indicator]),
    (f"{INDICATORS}/indicators/DVC-766", Indicator),
    (f"{INDICATORS}/values?area=T15-2025&limit=500", Page[Value]),
    (f"{INDICATORS}/changes?limit=500", Page[Value]),
    (f"{INDICATORS}/figures?within=T15-2025&limit=500", Page[Figure]),
    (f"{INDICATORS}/figures?indicator=DVC-766&within=VN&level=T&newest=true", Page[Figure]),
    (f"{INDICATORS}/figures?area=VN&limit=500", Page[Figure]),
    (f"{INDICATORS}/figures/CQS-01/T15-2025/2026-09", Figure),
    (f"{INDICATORS}/figures/CQS-01/T15-2025/2026-09/proof", FigureProof),
    (f"{INDICATORS}/overviews/T15-2025", Overview),
    (f"{INDICATORS}/overviews/X04630-2025", Overview),
    (f"{INDICATORS}/overviews/VN", Overview),
    (f"{INDICATORS}/rankings?framework=DTI-2022&period=2022", Ranking),
    (f"{INDICATORS}/rankings?framework=DTI-2025", Ranking),
    (f"{INDICATORS}/rankings?framework=QD766", Ranking),
]


@pytest.mark.parametrize(("path", "shape"), ANSWERS, ids=[path for path, _ in ANSWERS])
def test_an_answer_is_what_its_contract_writes(system: LiveSystem, path: str, shape: type[BaseModel]) -> None:
    answer = system.client("leader", "T15-2025").get(path)

    assert answer.status_code == 200, answer.text
    assert answer.content.decode() == shape.model_validate_json(answer.content).model_dump_json()
