"""Many at once: one wins, everybody else is told how it stands."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.harness.submitting import API, FORM, PERIOD, Bureau, step, taken


def test_of_fifty_who_accept_at_once_exactly_one_does(bureau: Bureau) -> None:
    sheet, department = bureau.sent(), bureau.department

    def accept(_: int) -> httpx.Response:
        with httpx.Client(base_url=bureau.system.url, timeout=60, headers=department.headers) as client:
            client.cookies = department.cookies
            return step(client, sheet, "accept")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(accept, range(50)))

    refused = [answer for answer in answers if answer.status_code != 200]
    assert len(refused) == 49
    assert {answer.status_code for answer in refused} <= {409, 412}
    assert {answer.headers.get("submission-state", "accepted") for answer in refused} == {"accepted"}
    rounds = department.get(f"{API}/submissions/{sheet['id']}/rounds").json()
    assert [decision["verb"] for decision in rounds[0]["decisions"]] == ["accept"]


def test_of_many_those_that_cannot_be_accepted_do_not_stop_the_others(bureau: Bureau) -> None:
    good, stale, draft, other = bureau.sent(), bureau.sent(), bureau.filled(), bureau.sent()
    items = [{"id": sheet["id"], "version": sheet["version"]} for sheet in (good, stale, draft, other)]
    items[1]["version"] -= 1
    unknown = {"id": "01900000-0000-7000-8000-000000000000", "version": 1}
    told = bureau.department.post(f"{API}/submissions/acceptances", json={"items": [*items, unknown]}).json()
    assert told["done"] == 2
    assert [item["done"] for item in told["items"]] == [True, False, False, True, False]
    assert [item["state"] for item in told["items"]] == ["accepted", "submitted", "draft", "accepted", None]
    assert "phiên bản" in told["items"][1]["detail"]

    body = {"form": FORM, "period": PERIOD, "area": good["area"]}
    published = bureau.publisher.post(f"{API}/submissions/publications", json=body).json()
    assert [(item["id"], item["state"]) for item in published["items"]] == [(good["id"], "published")]
    left = bureau.publisher.get(f"{API}/submissions/{other['id']}").json()
    assert left["state"] == "accepted"


def test_a_withdrawn_one_is_a_draft_and_a_stale_version_tells_the_present_state(bureau: Bureau) -> None:
    sheet = bureau.sent()
    drafted = taken(step(bureau.officer(sheet), sheet, "withdraw"))
    assert drafted["state"] == "draft"
    answer = step(bureau.department, sheet, "accept")
    assert (answer.status_code, answer.headers["submission-state"]) == (412, "draft")
    answer = step(bureau.department, drafted, "accept")
    assert (answer.status_code, answer.headers["submission-state"]) == (409, "draft")
    assert answer.json()["errors"][0]["pointer"] == "/state"
