"""Totals are kept with the scores, in the same transaction, and a recount finds nothing to correct."""

import random
from pathlib import Path

from kit.database import in_unit
from services.indicators.actions.frameworks import publish_framework
from services.indicators.queries.source import Transaction
from services.indicators.queries.totals import count_disagreements
from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, desk_of, put

FILES = Path(__file__).resolve().parents[4] / "services" / "indicators" / "frameworks"
SAMPLE = FILES.parent / "seed" / "minh-hoa.yaml"


def disagreements(system: LiveSystem) -> int:
    return system.run(count_disagreements(system.databases["indicators"].reader))


def change(system: LiveSystem, statement: str) -> None:
    async def work() -> None:
        async with in_unit(system.databases["indicators"]) as session:
            await Transaction(session).rows(statement)

    system.run(work())


def publish(system: LiveSystem, definition: str) -> None:
    async def work() -> None:
        async with in_unit(system.databases["indicators"]) as session:
            await publish_framework(session, definition)

    system.run(work())


def test_after_many_saves_of_every_kind_the_totals_are_those_of_the_scores(desk: Desk) -> None:
    chance = random.Random(766)
    sheets = [desk.sheet() for _ in range(3)]
    roles = {"self": "commune_officer", "appraised": "appraiser", "final": "publisher"}
    codes = [row["code"] for row in sheets[0]["rows"]]
    for _ in range(12):
        place, stage = chance.randrange(3), chance.choice(list(roles))
        scores = [
            {"code": code, "stage": stage, "points": chance.choice([None, 0, 1, 2.5, 9.99]), "reason": "Thử"}
            for code in chance.sample(codes, 10)
        ]
        answer = put(desk.person(roles[stage], sheets[place]["area"]), sheets[place], *scores)
        assert answer.status_code == 200, answer.text
        sheets[place] = answer.json()
    desk.sheet()
    assert disagreements(desk.system) == 0
    for sheet in sheets:
        found = desk.person("leader", "VN").get(f"{API}/assessments", params={"area": sheet["area"]}).json()["items"]
        assert [each for each in found if each["id"] == sheet["id"]] == [
            {name: value for name, value in sheet.items() if name not in ("rows", "partial")}
        ]


def test_a_recount_finds_a_total_that_is_not_right(fresh_system: LiveSystem) -> None:
    assert disagreements(fresh_system) == 0
    change(fresh_system, "update assessment_totals set self_points = self_points + 1 where code = '4.22'")
    assert disagreements(fresh_system) == 1


def test_totals_are_made_anew_when_the_definition_they_were_made_by_is_another(fresh_system: LiveSystem) -> None:
    change(fresh_system, "delete from assessment_totals")
    change(fresh_system, "update assessments set decisive = null, totalled_by = null")
    assert disagreements(fresh_system) > 0
    for file in (*FILES.glob("*.yaml"), SAMPLE):
        publish(fresh_system, file.read_text(encoding="utf-8"))
    assert disagreements(fresh_system) == 0
    corrected = (FILES / "CDS-XA-2025.yaml").read_text(encoding="utf-8").replace("Nhân lực số", "Nguồn nhân lực số")
    publish(fresh_system, corrected)
    assert disagreements(fresh_system) == 0
    sheet = desk_of(fresh_system).person("leader", "VN").get(f"{API}/assessments", params={"framework": "CDS-XA-2025"})
    assert (sheet.json()["items"][0]["groups"][1]["name"], sheet.json()["items"][0]["totals"]["self"]) == (
        "Nguồn nhân lực số", 787.84
    )  # fmt: skip
