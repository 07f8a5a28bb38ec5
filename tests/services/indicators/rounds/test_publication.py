"""Publishing by a decision: all finalised sheets together, once, and what units are recognised as from then on."""

from concurrent.futures import ThreadPoolExecutor

from kit.paging import cursor
from kit.text import fold
from tests.harness.rounds import FRAMEWORK, PROVINCE, PUBLISHER, UNIT, Rounds
from tests.harness.scoring import API, faults


def recognised(rounds: Rounds, **query: str) -> list[dict[str, object]]:
    """The public list."""
    answer = rounds.system.client().get(f"{API}/recognitions", params={"framework": FRAMEWORK, **query})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_a_province_publishes_together_and_everybody_reads_who_is_recognised(rounds: Rounds) -> None:
    best, good, late = (rounds.open("2026") for _ in range(3))
    best.finalised(_1=40, _2=40, _3=10)
    good.finalised(_1=30, _2=10, _3=10)
    late.submitted()
    refused = rounds.publish(period="2026")
    assert refused.status_code == 409
    assert list(faults(refused)) == [f"/sheets/{late.area}"]
    assert recognised(rounds, period="2026") == []

    made = rounds.publish(period="2026", leave_out_unfinished=True)
    assert (made.status_code, made.json()["sheets"]) == (201, 2)
    found = recognised(rounds, period="2026", within=PROVINCE)
    assert [(one["area"], one["level_name"], one["points"], one["max_points"]) for one in found] == [
        (best.area, "Dẫn dắt", 90, 100),
        (good.area, "Hình thành", 50, 100),
    ]
    assert (found[0]["next"], found[0]["lacking"]) == (None, [])
    assert found[1]["lacking"] == ["Cần thêm 0,01 điểm để được trên 50% điểm tối đa (50/100); hiện có 50."]
    assert (found[0]["instrument_number"], found[0]["instrument_issued_on"]) == ("684/QĐ-UBND", "2026-11-20")
    assert [one["area"] for one in recognised(rounds, period="2026", level="hinh-thanh")] == [good.area]
    paged = (
        rounds.system.client()
        .get(f"{API}/recognitions", params={"framework": FRAMEWORK, "period": "2026", "limit": 1})
        .json()
    )
    assert rounds.system.client().get(paged["next"]).json()["items"][0]["area"] == good.area
    assert best.seen()["published_by"] == {"number": "684/QĐ-UBND", "issued_on": "2026-11-20"}
    assert (late.seen()["state"], rounds.publish(period="2026", leave_out_unfinished=True).status_code) == (
        "submitted",
        409,
    )


def test_recognised_units_are_counted_by_decision_and_level_under_the_same_filters(rounds: Rounds) -> None:
    best, none = rounds.open("2030"), rounds.open("2030")
    best.finalised(_1=40, _2=40, _3=10)
    none.finalised(_1=10, _2=0, _3=0)
    assert rounds.publish(period="2030").status_code == 201

    def counted(**query: str) -> list[tuple[object, ...]]:
        answer = rounds.system.client().get(f"{API}/recognition-counts", params={"framework": FRAMEWORK, **query})
        assert answer.status_code == 200, answer.text
        return [(one["level_name"], one["rank"], one["units"]) for one in answer.json()["counts"]]

    assert counted(period="2030") == [("Dẫn dắt", 3, 1), ("Khởi động", 0, 1)]
    assert counted(period="2030", reached="false") == [("Khởi động", 0, 1)]
    assert counted(period="2030", within=best.area, instrument="684/QĐ-UBND") == [("Dẫn dắt", 3, 1)]
    assert counted(period="2030", instrument="1/QĐ-KHAC") == counted(period="2031") == []
    assert [one["area"] for one in recognised(rounds, period="2030", reached="true")] == [best.area]
    name = str(recognised(rounds, period="2030", within=best.area)[0]["area_name"])
    assert best.area in [one["area"] for one in recognised(rounds, period="2030", q=fold(name))]


def test_who_is_recognised_stays_the_unit_it_was(rounds: Rounds) -> None:
    # By the boundaries of now a province lists former units that went into it, under their own names.
    [then, now] = (recognised(rounds, within=PROVINCE, boundaries=word) for word in ("then", "now"))
    assert {one["area"] for one in then} <= {one["area"] for one in now}
    refused = rounds.system.client().get(f"{API}/recognitions", params={"boundaries": "later"})
    assert refused.status_code == 422


def test_what_is_published_is_corrected_with_a_reason_and_published_again(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.finalised()
    assert rounds.publish(trial.area).status_code == 201
    [first] = recognised(rounds, within=trial.area)
    assert faults(trial.step(PUBLISHER, "reopen")) == {"/reason": "Hãy ghi lý do."}
    assert trial.step(UNIT, "reopen", reason="Sai").status_code == 403
    trial.stepped(PUBLISHER, "reopen", reason="Sai số liệu điểm cầu.")
    trial.scored(PUBLISHER, "final", _2=40)
    assert recognised(rounds, within=trial.area) == [first]
    assert trial.desk.person("leader", "X04630-2025").get(trial.path).json()["totals"]["final"] == 90
    trial.stepped(PUBLISHER, "finalise")
    assert rounds.publish(trial.area).status_code == 201
    [second] = recognised(rounds, within=trial.area)
    assert (first["level_name"], second["level_name"]) == ("Nâng cao", "Dẫn dắt")
    proof = trial.who(PUBLISHER).get(f"{trial.path}/proof").json()["revisions"]
    assert [(one["old"], one["new"]) for one in proof if one["code"] == "2" and one["stage"] == "final"] == [
        (20, 40),
        (None, 20),
    ]


def test_of_twenty_who_publish_at_once_exactly_one_does(rounds: Rounds) -> None:
    trials = [rounds.open("2027") for _ in range(3)]
    for trial in trials:
        trial.finalised()
    rounds.desk.person(PUBLISHER, PROVINCE)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: rounds.publish(period="2027"), range(20)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 19
    assert [[step["verb"] for step in trial.seen()["steps"]].count("publish") for trial in trials] == [1, 1, 1]
    assert len(recognised(rounds, period="2027")) == 3


def test_publishing_is_for_publishers_within_their_reach(rounds: Rounds) -> None:
    said = {"framework": FRAMEWORK, "period": "2025", "instrument": {"number": "1", "issued_on": "2026-01-01"}}
    path = f"{API}/assessments/publications"
    elsewhere = rounds.desk.person(PUBLISHER, PROVINCE).post(path, json=said | {"within": "T15-2025"})
    assert (elsewhere.status_code, list(faults(elsewhere))) == (403, ["/within"])
    assert rounds.desk.person("appraiser", PROVINCE).post(path, json=said | {"within": PROVINCE}).status_code == 403
    unknown = rounds.desk.person(PUBLISHER, PROVINCE).post(
        path, json=said | {"within": "X99999-2025", "framework": "Z-1"}
    )
    assert (unknown.status_code, list(faults(unknown))) == (422, ["/framework", "/within"])


def test_an_unknown_name_is_not_an_empty_list(rounds: Rounds) -> None:
    client = rounds.system.client()
    for query in ({"framework": "KHONG-CO"}, {"within": "X99999-2025"}, {"after": "x"}):
        assert client.get(f"{API}/recognitions", params=query).status_code == 404
    assert client.get(f"{API}/recognitions", params={"framework": "QD766"}).json() == {"items": [], "next": None}


def test_a_page_that_was_never_told_is_not_there(rounds: Rounds) -> None:
    for keys in ((10**12, 0, "00", "x"), (2025, 10**12, "00", "x"), (2025, 0, "xx", "x")):
        answer = rounds.system.client().get(f"{API}/recognitions", params={"after": cursor(*keys)})
        assert answer.status_code == 404, keys
