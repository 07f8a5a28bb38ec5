"""Several people on one sheet at once: one wins, the others are told, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.harness.scoring import API, Desk, put, row_of
from tests.harness.staff import employ, signed_in

CODES = ["1.1", "1.2", "1.3", "1.5", "1.6", "1.7"]


def test_of_two_editors_exactly_one_wins_and_the_other_loses_nothing(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"2.1": 10})
    colleague = signed_in(desk.system, employ(desk.system, "commune_officer", sheet["area"]))
    people = [desk.person("commune_officer", sheet["area"]), colleague]
    start = Barrier(2)

    def save(place: int) -> int:
        start.wait()
        return int(put(people[place], sheet, {"code": CODES[place], "stage": "self", "points": 5}).status_code)

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(save, range(2)))
    assert sorted(codes) == [200, 412]
    loser = codes.index(412)
    present = people[loser].get(f"{API}/assessments/{sheet['id']}").json()
    assert present["version"] == sheet["version"] + 1
    assert (row_of(present, CODES[loser])["self"], row_of(present, CODES[1 - loser])["self"]) == (None, 5)
    answer = put(people[loser], present, {"code": CODES[loser], "stage": "self", "points": 5})
    assert [row_of(answer.json(), code)["self"] for code in (CODES[0], CODES[1], "2.1")] == [5, 5, 10]


def test_six_editors_who_reread_after_losing_all_get_their_score_in(desk: Desk) -> None:
    sheet = desk.sheet()
    person = desk.person("commune_officer", sheet["area"])
    start = Barrier(len(CODES))

    def insist(code: str) -> int:
        start.wait()
        tries = 0
        while True:
            tries += 1
            present = person.get(f"{API}/assessments/{sheet['id']}").json()
            status = put(person, present, {"code": code, "stage": "self", "points": 4}).status_code
            if status == 200:
                return tries
            assert status in (409, 412)

    with ThreadPoolExecutor(len(CODES)) as pool:
        assert max(pool.map(insist, CODES)) <= 10 * len(CODES)
    present = person.get(f"{API}/assessments/{sheet['id']}").json()
    assert (present["totals"]["self"], present["version"]) == (24, 1 + len(CODES))
    assert len(person.get(f"{API}/assessments/{sheet['id']}/proof").json()["revisions"]) == len(CODES)


def test_two_openings_at_once_make_one_sheet(desk: Desk) -> None:
    body = {"framework": "CDS-XA-2025", "area": desk.commune(), "period": "2025"}
    person = desk.person("commune_officer", body["area"])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: person.post(f"{API}/assessments", json=body), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
