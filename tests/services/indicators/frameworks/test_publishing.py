"""Publishing frameworks over HTTP: by whom, in versions, never under sheets, and none ends another's by mistake."""

import time
from typing import Any

import httpx
import pytest

from tests.harness.frameworks import BANDS, flat, head
from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, put

LAO_CAI = "T15-2025"
YAML = "application/yaml"


def text_of(code: str, more: str = "", tree: str = "", **said: str) -> str:
    return head(code, area=said.pop("area", LAO_CAI), issuer=f"UBND {code}", more=more, **said) + (tree or flat())


def test_a_framework_is_published_read_and_kept_as_written(publish: Any, desk: Desk) -> None:
    text = "# Lời mở đầu\n" + text_of("LC-A")
    made = publish(text)
    assert (made.status_code, made.headers["etag"].replace("-gz", "")) == (201, '"v1"')
    assert (made.json()["area"], made.json()["version"]) == (LAO_CAI, 1)

    anybody = desk.system.client()
    assert anybody.get(f"{API}/frameworks/LC-A").json() == made.json()
    kept = anybody.get(f"{API}/frameworks/LC-A/definition")
    assert (kept.text, kept.headers["content-type"]) == (text, "application/yaml; charset=utf-8")


def test_the_same_text_again_changes_nothing(publish: Any) -> None:
    text = text_of("LC-B")
    first, again = publish(text), publish(text)
    assert (first.status_code, again.status_code, again.json()["version"]) == (201, 200, 1)


def test_a_change_needs_the_version_read_and_a_reason_and_is_remembered(publish: Any, officer: httpx.Client) -> None:
    text = text_of("LC-C")
    publish(text)
    changed = text.replace("Tiêu chí 1", "Tiêu chí một")

    assert publish(changed).status_code == 428
    assert publish(changed, version=1).json()["errors"][0]["pointer"] == "/reason"
    done = publish(changed, version=1, reason="Sửa lỗi chính tả")
    assert (done.status_code, done.json()["version"]) == (200, 2)
    stale = publish(text, version=1, reason="Quay lại")
    assert (stale.status_code, stale.headers["etag"]) == (412, '"v2"')

    known = officer.get(f"{API}/frameworks/LC-C/revisions").json()["items"]
    told = [(each["version"], each["reason"], each["by"]) for each in known]
    assert told == [
        (2, "Sửa lỗi chính tả", f"department_officer {LAO_CAI}"),
        (1, None, f"department_officer {LAO_CAI}"),
    ]
    unknown = httpx.get(f"{officer.base_url}{API}/frameworks/LC-C/revisions").json()["items"]
    assert [each["by"] for each in unknown] == [None, None]
    assert officer.get(f"{API}/frameworks/LC-C/definition", params={"version": 1}).text == text


@pytest.mark.parametrize(("area", "status"), [(LAO_CAI, 201), ("X04630-2025", 201), ("T38-2025", 403), ("VN", 403)])
def test_an_officer_publishes_for_their_own_province_only(publish: Any, area: str, status: int) -> None:
    answer = publish(text_of(f"LC-{area.partition('-')[0]}", area=area))
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["errors"][0]["pointer"] == "/area"


def test_nobody_takes_over_a_framework_of_another_area(publish: Any, desk: Desk) -> None:
    publish(text_of("LC-D"))
    stranger = desk.person("department_officer", "T38-2025")
    taken = text_of("LC-D", area="T38-2025")
    assert publish(taken, by=stranger, version=1, reason="Lấy về").status_code == 403
    own = text_of("TH-A", "succeeds: LC-D\n", area="T38-2025", valid_from="2028-01-01")
    assert publish(own, by=stranger).status_code == 403


def test_under_sheets_only_words_change_and_each_other_change_is_named(publish: Any, desk: Desk) -> None:
    text = text_of("LC-E", valid_from="2025-01-01")
    publish(text)
    officer = desk.person("commune_officer", "X04630-2025")
    sheet = officer.post(
        f"{API}/assessments", json={"framework": "LC-E", "area": "X04630-2025", "period": "2025"}
    ).json()
    assert put(officer, sheet, {"code": "1", "stage": "self", "points": 40}).status_code == 200

    refused = publish(text.replace("max: 50", "max: 60", 1).replace("max: 50", "max: 40"), version=1, reason="Đổi điểm")
    assert refused.status_code == 409
    assert [each["detail"] for each in refused.json()["errors"]] == [
        "Mục 1: điểm tối đa 50 thành 60.",
        "Mục 2: điểm tối đa 50 thành 40.",
    ]
    worded = publish(text.replace("Tiêu chí 1", "Tiêu chí một"), version=1, reason="Sửa chữ")
    assert worded.status_code == 200
    assert officer.get(f"{API}/assessments/{sheet['id']}").json()["totals"]["self"] == 40


def test_a_successor_ends_the_one_before_and_both_stay_readable(publish: Any, officer: httpx.Client) -> None:
    publish(text_of("LC-F1"))
    next_one = (
        head("LC-F2", area=LAO_CAI, issuer="UBND LC-F1", valid_from="2028-01-01", more="succeeds: LC-F1\n") + flat()
    )
    assert publish(next_one).status_code == 201

    before = officer.get(f"{API}/frameworks/LC-F1").json()
    assert (before["valid_to"], before["succeeded_by"]) == ("2027-12-31", "LC-F2")
    for day, code in (("2027-06-01", "LC-F1"), ("2028-06-01", "LC-F2")):
        listed = officer.get(f"{API}/frameworks", params={"valid_on": day, "level": "X", "area": "X04630-2025"}).json()
        assert [each["code"] for each in listed["items"] if each["code"].startswith("LC-F")] == [code]
    apart = officer.get(f"{API}/frameworks", params={"area": "X28159-2025"}).json()["items"]
    assert [each["code"] for each in apart if each["code"].startswith("LC-")] == []


def test_two_of_one_line_in_force_together_are_refused_at_their_line(publish: Any) -> None:
    publish(text_of("LC-G1"))
    answer = publish(head("LC-G2", area=LAO_CAI, issuer="UBND LC-G1") + flat())
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert fault["pointer"] == "/7/valid_from"
    assert fault["detail"].startswith("Cùng hiệu lực với LC-G1")


def test_a_sheet_is_opened_only_within_the_area_of_its_framework(publish: Any, desk: Desk) -> None:
    publish(text_of("LC-H", valid_from="2025-01-01"))
    wanted = {"framework": "LC-H", "area": "X28159-2025", "period": "2025"}
    answer = desk.person("publisher", "VN").post(f"{API}/assessments", json=wanted)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["detail"] == "Bộ chỉ số LC-H chỉ áp dụng trong địa bàn T15-2025."


def test_bodies_of_other_kinds_sizes_and_encodings_are_refused(officer: httpx.Client) -> None:
    address = f"{API}/frameworks/LC-I"
    for body, kind, status in (
        (b"{}", "application/json", 415),
        (b"\xff\xfe", YAML, 400),
        (b"#" * 1_000_001, YAML, 413),
        (b"code: [", YAML, 422),
    ):
        assert officer.put(address, content=body, headers={"Content-Type": kind}).status_code == status
    other = officer.put(address, content=text_of("LC-J").encode(), headers={"Content-Type": YAML})
    assert other.json()["errors"] == [
        {"pointer": "/1/code", "detail": "Mã trong tệp là LC-J, địa chỉ gửi đến là LC-I."}
    ]


def test_what_came_with_the_product_and_was_revised_stays_revised(
    publish: Any, desk: Desk, own_system: LiveSystem
) -> None:
    from services.indicators.seed.assessments import FRAMEWORKS, seed_frameworks

    minister = desk.person("department_officer", "VN")
    text = (FRAMEWORKS / "QD766.yaml").read_text("utf-8").replace("Tiến độ giải quyết", "Tiến độ giải quyết hồ sơ")
    assert publish(text, by=minister, version=1, reason="Rõ nghĩa").status_code == 200
    own_system.run(seed_frameworks(own_system.databases["indicators"]))
    assert minister.get(f"{API}/frameworks/QD766/definition").text == text


def test_the_deed_is_told_with_version_hash_and_reason(publish: Any, desk: Desk) -> None:
    publish(text_of("LC-K", BANDS))
    keeper = desk.person("admin", "VN")
    for _ in range(200):
        found = keeper.get("/api/gateway/v1/audit-events", params={"action": "framework.published"}).json()["items"]
        told = [each for each in found if each["subject"] == "framework:LC-K"]
        if told:
            break
        time.sleep(0.1)
    assert (told[0]["action_name"], told[0]["place"]) == ("Ban hành bộ tiêu chí", LAO_CAI)
    assert told[0]["after"]["version"] == 1
