"""Reading again: what was read once is read the same at its moment ever after, whatever was published since."""

import random
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, ratio, single

UNITS = ("X04630-2025", "X04252-2025", "X04375-2025")
FORMER = ("X04630-2004", "X04480-2004")
READ = [
    *(f"figures/KTS-03/{area}/2026-Q2" for area in (*UNITS, "T15-2025", "VN")),
    *(f"figures/XHS-02/{area}/2026-Q2" for area in (*UNITS, "T15-2025", "VN")),
    "figures/KTS-03/T15-2025/2014?boundaries=now",
    "figures/KTS-03/X04630-2025/2014?boundaries=now",
    "values?within=T15-2025&indicator=KTS-03&limit=500",
    "figures?within=T15-2025&indicator=KTS-03&limit=500",
    "figures?within=T15-2025&newest=true&limit=500",
    "figures?within=T15-2025&indicator=KTS-03&boundaries=now&limit=500",
    "figures?level=T&period=2026-Q2&limit=500",
    "figures?area=VN&period=2026-Q2",
    "figures?area=VN&indicator=KTS-03&newest=true",
    "overviews/T15-2025",
    "overviews/X04630-2025",
    "overviews/X04630-2025?boundaries=now&period=2014",
]


def moment() -> str:
    """The present instant as it is asked for."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def read(office: Office, path: str, **query: str) -> Any:
    """What is there, or that there is nothing."""
    answer = office.client.get(f"{API}/{path}", params=dict(part.split("=") for part in _query(path)) | query)
    assert answer.status_code in (200, 404), answer.text
    return _told(answer.json()) if answer.status_code == 200 else None


def _query(path: str) -> list[str]:
    return path.partition("?")[2].split("&") if "?" in path else []


def _told(body: Any) -> Any:
    """The answer without the address of a next page, which names the moment."""
    return {name: part for name, part in body.items() if name != "next"} if isinstance(body, dict) else body


def change(office: Office, dice: random.Random) -> None:
    """Publish something at random: new values, corrections, of present units and of former ones."""
    values = [single("KTS-03", area, "2026-Q2", dice.randint(0, 99)) for area in dice.sample(UNITS, 2)]
    values += [ratio("XHS-02", area, "2026-Q2", dice.randint(0, 50), 100) for area in dice.sample(UNITS, 1)]
    values += [single("KTS-03", area, "2014", dice.randint(0, 9)) for area in dice.sample(FORMER, 1)]
    if dice.random() < 0.3:
        values.append(single("KTS-03", "T15-2025", "2026-Q2", dice.randint(500, 999)))
    office.save(*values)


def test_everything_read_is_read_again_later_as_it_was(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    dice = random.Random(7)
    remembered = []
    for _ in range(6):
        then = {path: read(office, path) for path in READ}
        at = moment()
        remembered.append((at, then))
        change(office, dice)
    for at, then in remembered:
        assert {path: read(office, path, as_of=at) for path in READ} == then
    assert len({str(then) for _, then in remembered}) == len(remembered)


def test_a_proof_at_a_moment_has_the_parts_and_revisions_of_then(office: Office) -> None:
    unit = UNITS[1]
    office.save(single("KTS-03", unit, "2026-Q1", 7))
    at, then = moment(), office.proof("KTS-03", "T15-2025", "2026-Q1")
    own = office.proof("KTS-03", unit, "2026-Q1")
    office.save(single("KTS-03", unit, "2026-Q1", 8, reason="Đếm sót"))
    assert office.get("figures/KTS-03/T15-2025/2026-Q1/proof", as_of=at) == then
    assert office.get(f"figures/KTS-03/{unit}/2026-Q1/proof", as_of=at) == own
    assert len(office.proof("KTS-03", unit, "2026-Q1")["revisions"]) == len(own["revisions"]) + 1


def test_every_revision_is_read_by_its_number_with_who_when_and_why(office: Office) -> None:
    unit = UNITS[2]
    for value, reason in ((4, None), (5, "Bổ sung hai hộ")):
        office.save(single("KTS-03", unit, "2025", value, reason=reason))
    first, second = (office.get(f"values/KTS-03/{unit}/2025/revisions/{number}") for number in (1, 2))
    assert (first["value"], first["status"], first["reason"]) == (4, "superseded", None)
    assert (second["value"], second["status"], second["reason"]) == (5, "published", "Bổ sung hai hộ")
    assert first["updated_at"] < second["updated_at"]
    missing = office.client.get(f"{API}/values/KTS-03/{unit}/2025/revisions/3")
    assert (missing.status_code, "lần sửa 3" in missing.json()["detail"]) == (404, True)


def test_a_moment_to_come_is_refused_and_one_before_everything_has_nothing(office: Office) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    refused = office.client.get(f"{API}/values", params={"as_of": later})
    assert (refused.status_code, "trước đó" in refused.json()["detail"]) == (422, True)
    assert office.get("values", as_of="2020-01-01T00:00:00Z")["items"] == []
    assert office.client.get(
        f"{API}/figures/CQS-01/T15-2025/2026-09", params={"as_of": "2020-01-01T00:00:00Z"}
    ).status_code == 404  # fmt: skip


def test_a_moment_read_while_others_publish_never_changes(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    stop = threading.Event()

    def publish(seed: int) -> None:
        dice = random.Random(seed)
        other = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
        while not stop.is_set():
            change(other, dice)

    publishers = [threading.Thread(target=publish, args=(seed,)) for seed in range(3)]
    for one in publishers:
        one.start()
    asked = "figures/KTS-03/T15-2025/2026-Q2"
    read_once = []
    for _ in range(25):
        at = moment()
        read_once.append((at, read(office, asked, as_of=at)))
    stop.set()
    for one in publishers:
        one.join()
    assert [(at, read(office, asked, as_of=at)) for at, _ in read_once] == read_once
    assert len({str(found) for _, found in read_once}) > 3
