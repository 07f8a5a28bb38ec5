"""A panel at work: blind until done, the head agrees, and only then the sheet is finalised."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx

from tests.harness.panels import PROVINCE, Case, Panels, Person
from tests.harness.scoring import faults, put, row_of


def row(table: dict[str, Any], code: str) -> dict[str, Any]:
    """One criterion of a table."""
    return dict(next(one for one in table["rows"] if one["code"] == code))


def saved(case: Case, points: dict[str, float], who: Person) -> int:
    """What becomes of scores somebody saves."""
    return case.score(who, **points).status_code


def seated(panels: Panels) -> tuple[Case, Person, Person, Person]:
    """A sheet with a panel of a head who only chairs, and two members."""
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    area = panels.commune()
    panels.arranged(head.seat(head=True, everything=False), one.seat(), two.seat(), area=area)
    return panels.case(area=area), head, one, two


def told_of(keeper: httpx.Client, case: Case, awaited: str) -> list[dict[str, Any]]:
    """What the audit tells somebody of a sheet, once a deed has arrived."""
    told: list[dict[str, Any]] = []
    for _ in range(200):
        query = {"subject": f"assessment:{case.id}"}
        told = keeper.get("/api/gateway/v1/audit-events", params=query).json()["items"]
        if any(each["action"] == awaited for each in told):
            break
        time.sleep(0.1)
    return told


def test_members_are_blind_until_their_own_part_is_done_and_the_head_sees_all(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    case.scored(one, done=False, _1=40, _2=20)
    assert (case.part(one)["given"], case.part(one)["of"]) == (2, 3)
    before = case.table(two)
    assert (before["blind"], [each["marks"] for each in before["rows"]]) == (True, [[], [], []])
    assert {each["name"]: each["given"] for each in before["members"]} == {"Chủ trì": 0, "Một": 2, "Hai": 0}
    assert row(case.table(head), "1")["marks"] == [{"account": one.account, "name": "Một", "points": 40, "note": None}]
    case.scored(one, _3=10)
    case.scored(two, _1=30, _2=21, _3=10)
    after = case.table(two)
    assert (after["blind"], len(row(after, "1")["marks"])) == (False, 2)
    for outsider in (panels.publisher, panels.desk.person("commune_officer", case.area)):
        seen = outsider.get(f"{case.path}/panel").json()
        assert (seen["blind"], seen["rows"][0]["marks"], seen["members"][1]["state"]) == (True, [], "done")


def test_the_head_agrees_and_only_then_the_sheet_is_finalised(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    case.scored(one, _1=40, _2=20, _3=10)
    early = case.agree(head, {"code": "1"})
    assert faults(early) == {"/agreements/0/code": "1: Còn thành viên chưa chấm xong phần có tiêu chí này."}
    case.scored(two, _1=30, _2=21, _3=10)
    table = case.table(head)
    assert [(each["code"], each["disputed"]) for each in table["rows"]] == [("1", True), ("2", False), ("3", False)]
    first = table["rows"][0]
    assert (first["lowest"], first["median"], first["highest"]) == (30, 35, 40)
    refused = case.step(panels.publisher, "finalise")
    assert faults(refused)["/rows/1"] == "1. Nhân lực: Chủ trì tổ thẩm định chưa chốt điểm."

    bulk = case.agree(head, undisputed=True)
    assert bulk.status_code == 200, bulk.text
    assert [(each["code"], each["agreement"] and each["agreement"]["points"]) for each in bulk.json()["rows"]] == [
        ("1", None),
        ("2", 20.5),
        ("3", 10),
    ]
    assert case.agree(head, undisputed=True).status_code == 409
    outside = case.agree(head, {"code": "1", "points": 29})
    assert faults(outside) == {"/agreements/0/reason": "Điểm nằm ngoài khoảng điểm của các thành viên: hãy ghi lý do."}
    assert faults(case.agree(head, {"code": "1", "points": 41})).keys() == {"/agreements/0/points"}
    assert case.agree(head, {"code": "1", "points": 29, "reason": "Thiếu quyết định."}).status_code == 200
    judged = case.sheet()
    assert [row_of(judged, code)["appraised"] for code in "123"] == [29, 20.5, 10]
    assert row_of(judged, "1")["appraised_reason"] == "Thiếu quyết định."
    assert row_of(judged, "2")["appraised_reason"] == "Trung vị điểm của 2 thành viên tổ thẩm định."
    assert case.step(panels.publisher, "finalise").status_code == 200
    assert case.agree(head, {"code": "1"}).status_code == 409
    for who, verb in ((head, "reopen"), (head, "recuse"), (one, "recuse")):
        late = case.rule(who, verb, one)
        assert (late.status_code, "đã chốt điểm cuối" in late.json()["detail"]) == (409, True)
    seen = panels.publisher.get(f"{case.path}/panel").json()
    assert (seen["blind"], seen["agreed"], seen["of"]) == (False, 3, 3)


def test_where_a_panel_judges_nobody_appraises_past_it(panels: Panels) -> None:
    case, _, one, _ = seated(panels)
    refused = put(one.http, case.sheet(), {"code": "1", "stage": "appraised", "points": 5, "reason": "Tự ý"})
    assert refused.status_code == 409
    assert "tổ thẩm định" in faults(refused)["/scores/0/stage"]
    free = panels.case(panels.year())
    assert put(one.http, free.sheet(), {"code": "1", "stage": "appraised", "points": 40}).status_code == 200
    assert one.http.get(f"{free.path}/panel").status_code == 404


def test_two_members_who_score_at_once_both_keep_what_they_gave(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    with ThreadPoolExecutor(2) as pool:
        for points in range(1, 9):
            sent = dict.fromkeys(("_1", "_2", "_3"), points)
            answers = list(pool.map(partial(saved, case, sent), (one, two)))
            assert answers == [200, 200]
    assert [mark["points"] for mark in row(case.table(head), "1")["marks"]] == [8, 8]
    same = [1] * 6
    version = case.part(one)["version"]
    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(lambda _: case.score(one, version=version, _1=3).status_code, same))
    assert codes == [200] + [412] * 5


def test_of_two_heads_windows_one_agrees(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    for who in (one, two):
        case.scored(who, _1=40, _2=30, _3=10)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: case.agree(head, undisputed=True).status_code, range(4)))
    assert set(answers) <= {200, 409, 412}
    assert answers.count(200) == 1


def test_strangers_to_the_panel_and_people_of_the_unit_do_not_score(panels: Panels) -> None:
    case, head, one, _ = seated(panels)
    other = panels.person("Tổ khác")
    panels.arranged(other.seat(head=True), area=panels.commune())
    said, match = {"scores": [{"code": "1", "points": 1}]}, {"If-Match": '"v1"'}
    answer = other.http.put(f"{case.path}/panel/part", json=said, headers=match)
    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "Anh/chị không được giao chấm hồ sơ này trong tổ thẩm định.",
    )
    assert case.agree(other, undisputed=True).status_code == 404
    assert case.agree(one, undisputed=True).status_code == 403
    assert case.rule(one, "reopen", head).status_code == 403
    assert panels.publisher.put(f"{case.path}/panel/part", json=said, headers=match).status_code == 403

    area = panels.commune()
    insider = panels.person(f"Người {area}", area=area)
    panels.arranged(head.seat(head=True), insider.seat(), area=area)
    own = panels.case(area=area)
    refused = insider.http.put(f"{own.path}/panel/part", json=said, headers=match)
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("Anh/chị thuộc đơn vị được chấm nên không được thẩm định hồ sơ này")
    own.scored(head, _1=40, _2=30, _3=10)
    assert own.agree(head, undisputed=True).status_code == 409
    assert own.rule(insider, "recuse", insider).status_code == 200
    assert own.agree(head, undisputed=True).status_code == 200


def test_nobody_of_the_unit_sees_more_than_was_agreed_named_to_the_panel_or_not(panels: Panels) -> None:
    area = panels.commune()
    insider, one, two = panels.person(f"Người {area}", area=area), panels.person("Một"), panels.person("Hai")
    panels.arranged(insider.seat(head=True, everything=False), one.seat(), two.seat(), area=area)
    case = panels.case(area=area)
    case.scored(one, _1=40, _2=30, _3=10)
    assert case.rule(two, "recuse", two, "Người nhà làm ở xã.").status_code == 200
    own = panels.desk.person("commune_officer", area)
    for table in (case.table(insider), own.get(f"{case.path}/panel").json()):
        assert (table["blind"], table["open"], table["rows"][0]["marks"]) == (True, False, [])
        assert [each["reason"] for each in table["members"]] == [None, None, None]
    for who in (one, two):
        assert [each["reason"] for each in case.table(who)["members"]] == [None, None, "Người nhà làm ở xã."]


def test_the_audit_tells_who_gave_what_where_the_panel_stands_and_not_at_the_unit(panels: Panels) -> None:
    head, one = panels.person("Chủ trì"), panels.person("Một")
    panels.arranged(head.seat(head=True, everything=False), one.seat(), area=PROVINCE, period=(year := panels.year()))
    case = panels.case(year)
    case.scored(one, _1=40, _2=30, _3=10)
    assert case.agree(head, undisputed=True).status_code == 200
    above = told_of(panels.desk.person("admin", PROVINCE), case, "panel.scores-agreed")
    below = told_of(panels.desk.person("admin", case.area), case, "panel.part-finished")
    assert {each["action"] for each in above} - {each["action"] for each in below} == {"panel.scores-agreed"}


def test_the_audit_of_a_panel_on_one_unit_tells_who_gave_what_above_it(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    for who in (one, two):
        case.scored(who, _1=40, _2=30, _3=10)
    assert case.agree(head, undisputed=True).status_code == 200
    above = told_of(panels.desk.person("admin", PROVINCE), case, "panel.scores-agreed")
    below = told_of(panels.desk.person("admin", case.area), case, "panel.part-finished")
    assert {each["action"] for each in above} - {each["action"] for each in below} == {"panel.scores-agreed"}


def test_a_part_is_saved_whole_over_the_version_read_and_finished_when_nothing_is_missing(panels: Panels) -> None:
    case, _, one, _ = seated(panels)
    bad = case.score(one, _1=41, _2=1.234, _9=1)
    assert faults(bad).keys() == {"/scores/0/points", "/scores/1/points", "/scores/2/code"}
    assert case.part(one)["given"] == 0
    unfinished = case.score(one, done=True, _1=40)
    assert faults(unfinished) == {
        "/rows/2": "2. Hạ tầng: chưa chấm; không đạt thì ghi 0.",
        "/rows/3": "3. Dịch vụ công: chưa chấm; không đạt thì ghi 0.",
    }
    assert case.part(one)["version"] == 1
    case.scored(one, done=False, _1=40, _2=20)
    assert case.score(one, version=1, _1=39).status_code == 412
    assert case.scored(one, done=False, _2=None)["given"] == 1
    case.scored(one, _2=0, _3=0)
    locked = case.score(one, _1=39)
    assert (locked.status_code, locked.json()["detail"]) == (
        409,
        "Anh/chị đã báo chấm xong; muốn sửa thì chủ trì mở lại.",
    )


def test_the_head_opens_a_part_again_and_leaves_a_member_out_with_a_reason(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    case.scored(one, _1=40, _2=30, _3=10)
    assert case.rule(head, "readmit", one).status_code == 409
    reopened = case.rule(head, "reopen", one, "Đơn vị đã giải trình.")
    assert [each["reason"] for each in reopened.json()["members"] if each["name"] == "Một"] == ["Đơn vị đã giải trình."]
    assert case.table(one)["blind"] is True
    case.scored(one, _1=38)
    assert case.rule(head, "recuse", two, "Đi công tác.").status_code == 200
    assert case.agree(head, undisputed=True).json()["agreed"] == 3
    assert faults(case.rule(head, "recuse", panels.person("Tổ khác"))).keys() == {"/account"}


def test_an_agreement_holds_until_the_unit_changes_its_own_score(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    for who in (one, two):
        case.scored(who, _1=40, _2=30, _3=10)
    assert case.agree(head, undisputed=True).status_code == 200
    asked = {"due": "2099-01-01", "questions": [{"code": "2", "question": "Số liệu ở đâu?"}]}
    assert case.step(head.http, "ask", **asked).status_code == 200
    unit = panels.desk.person("commune_officer", case.area)
    assert put(unit, case.sheet(), {"code": "2", "stage": "self", "points": 35}).status_code == 200
    again = row(case.table(head), "2")
    assert again["agreement"]["outdated"] is True
    assert case.step(head.http, "resume", reason="Đã rõ.").status_code == 200
    assert faults(case.step(panels.publisher, "finalise")).keys() == {"/rows/2"}
    assert case.agree(head, {"code": "2"}).status_code == 200
    assert case.step(panels.publisher, "finalise").status_code == 200


def test_a_table_takes_as_many_statements_with_all_scores_as_with_none(panels: Panels) -> None:
    case, head, one, two = seated(panels)
    few = panels.desk.statements(lambda: head.http.get(f"{case.path}/panel"))
    for who in (one, two):
        case.scored(who, _1=40, _2=30, _3=10)
    assert panels.desk.statements(lambda: head.http.get(f"{case.path}/panel")) == few
    assert PROVINCE in case.desk.person("appraiser", PROVINCE).get("/api/gateway/v1/sessions/current").text
