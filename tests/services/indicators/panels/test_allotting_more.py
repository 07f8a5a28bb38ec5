"""A panel changed while it judges: a member who was done is blind again to what they are given more."""

from typing import Any

from tests.harness.panels import Case, Panels, Person
from tests.harness.scoring import API, faults


def marks(case: Case, who: Person) -> dict[str, int]:
    """How many scores of each criterion somebody sees."""
    return {each["code"]: len(each["marks"]) for each in case.table(who)["rows"]}


def allot(panels: Panels, panel: dict[str, Any], *seats: dict[str, Any]) -> None:
    """Give a panel its members anew, over the version that stands."""
    path = f"{API}/panels/{panel['id']}"
    match = {"If-Match": panels.publisher.get(path).headers["etag"].replace("-gz", "")}
    answer = panels.publisher.put(path, json={"members": list(seats)}, headers=match)
    assert answer.status_code == 200, answer.text


def test_who_was_done_is_blind_again_until_what_was_added_is_scored_too(panels: Panels) -> None:
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    area = panels.commune()
    chair = head.seat(head=True, everything=False)
    panel = panels.arranged(chair, one.seat("1"), two.seat(), area=area)
    case = panels.case(area=area)
    case.scored(one, _1=40)
    case.scored(two, _1=40, _2=20, _3=10)
    assert marks(case, one) == {"1": 2, "2": 1, "3": 1}

    allot(panels, panel, chair, one.seat("1", "2"), two.seat())
    assert (case.table(one)["blind"], marks(case, one)) == (True, {"1": 0, "2": 0, "3": 0})
    part = case.part(one)
    assert (part["state"], part["open"], part["given"], part["of"]) == ("open", True, 1, 2)
    assert faults(case.agree(head, {"code": "2"})).keys() == {"/agreements/0/code"}
    unit = panels.desk.person("commune_officer", area).get(f"{case.path}/panel").json()
    assert [each["state"] for each in unit["members"] if each["name"] == "Một"] == ["open"]

    case.scored(one, _2=30)
    assert marks(case, one) == {"1": 2, "2": 2, "3": 1}

    allot(panels, panel, chair, one.seat("3"), two.seat())
    assert (case.table(one)["blind"], case.part(one)["given"]) == (True, 0)
    allot(panels, panel, chair, one.seat("1"), two.seat())
    assert (case.table(one)["blind"], case.part(one)["state"]) == (False, "done")
