"""Events of other services become values: in their order, once, with history; what cannot be is parked, not lost."""

import httpx
import pytest

from contracts.indicators.measurements import MEASUREMENT_CORRECTED, MEASUREMENT_RECORDED, MEASUREMENT_WITHDRAWN
from kit.database import in_unit
from services.indicators.actions.definitions import define_indicators
from services.indicators.feed import hear as hear_directory
from services.indicators.rules.measurements import read, rounds
from tests.harness.reporting import API, Office, single
from tests.harness.secrets import CODE, secret_indicator
from tests.services.indicators.measurements.conftest import event, hear, measured, parked
from tests.services.indicators.values.test_copied_areas import recorded as recorded_area

PROVINCE, PERIOD = "T04-2025", "2027-Q1"


def test_a_measurement_is_published_corrected_and_taken_back_with_its_history(office: Office) -> None:
    unit, other, *_ = office.units_of(PROVINCE)
    hear(office, event(**measured("1", unit, 12, evidence="https://x.example/1")), event(**measured("2", other, 5)))
    first = office.figure("KTS-03", unit, PERIOD)["reported"]
    assert (first["value"], first["source"], first["status"]) == (12, "feed", "published")
    assert first["source_text"] == "Hệ thống teams, mã 1; minh chứng: https://x.example/1"
    assert office.figure("KTS-03", PROVINCE, PERIOD)["value"] == 17
    hear(office, event(MEASUREMENT_CORRECTED, **measured("1", unit, 13, reason="Đếm lại")))
    assert office.figure("KTS-03", PROVINCE, PERIOD)["value"] == 18
    hear(office, event(MEASUREMENT_WITHDRAWN, key="1", reason="Đếm nhầm thôn"))

    summed = office.figure("KTS-03", PROVINCE, PERIOD)["rolled_up"]
    assert (summed["value"], summed["units"]) == (5, 1)
    proof = office.proof("KTS-03", unit, PERIOD)
    assert [(one["value"], one["reason"]) for one in proof["revisions"]] == [
        (None, "Đếm nhầm thôn"), (13, "Đếm lại"), (12, None),
    ]  # fmt: skip
    assert proof["figure"]["reported"]["status"] == "withdrawn"
    told = office.get("values", indicator="KTS-03", area=unit, period_from=PERIOD)["items"]
    assert [(one["value"], one["status"]) for one in told] == [(None, "withdrawn")]
    assert office.sums_disagreeing_with_a_recount() == 0
    hear(office, event(MEASUREMENT_RECORDED, **measured("1", unit, 14)))
    assert office.figure("KTS-03", PROVINCE, PERIOD)["value"] == 19
    assert office.sums_disagreeing_with_a_recount() == 0


def test_readers_of_changes_meet_what_was_taken_back(office: Office) -> None:
    unit = office.units_of(PROVINCE)[2]
    hear(office, event(**measured("c1", unit, 3)))
    hear(office, event(MEASUREMENT_WITHDRAWN, key="c1", reason="Rút"))
    office.settle()
    page, told = f"{API}/changes?limit=500", []
    while page:
        answer = office.client.get(page).json()
        told += [one for one in answer["items"] if one["area"] == unit and one["period"] == PERIOD]
        page = answer["next"]
    assert [(one["value"], one["status"], one["revision"]) for one in told] == [(None, "withdrawn", 2)]


def test_events_of_one_batch_take_effect_in_their_order_each_as_a_revision(office: Office) -> None:
    unit, other = office.units_of(PROVINCE)[3:5]
    events = [event(**measured("b1", unit, 1))]
    events += [event(MEASUREMENT_CORRECTED, **measured("b1", unit, n, reason=f"Lần {n}")) for n in (2, 3)]
    events += [
        event(MEASUREMENT_CORRECTED, **measured("b1", other, 3, reason="Nhầm xã")),
        event(**measured("b2", unit, 9)),
    ]
    hear(office, *events)
    hear(office, *events)

    assert [one["value"] for one in office.proof("KTS-03", unit, PERIOD)["revisions"]] == [9, None, 3, 2, 1]
    assert [one["value"] for one in office.proof("KTS-03", other, PERIOD)["revisions"]] == [3]
    assert office.sums_disagreeing_with_a_recount() == 0


def test_what_cannot_become_a_value_is_parked_with_the_reason_and_a_later_word_replaces_it(
    office: Office, officer: httpx.Client
) -> None:
    unit = office.units_of(PROVINCE)[5]
    hear(office, event(**measured("p1", unit, 1.5)), event(**measured("p2", unit, 1, period="nam nay")))
    waiting = {one["key"]: one["reason"] for one in parked(officer)}
    assert "Số lượng phải là số nguyên." in waiting["p1"]
    unreadable = [one for one in parked(officer) if one["reason"] == "Nội dung sự kiện không đọc được: period."]
    assert [one["data"]["key"] for one in unreadable] == ["p2"]
    hear(office, event(MEASUREMENT_CORRECTED, **measured("p1", unit, 2, reason="Sửa")))
    assert "p1" not in {one["key"] for one in parked(officer)}
    assert office.figure("KTS-03", unit, PERIOD)["value"] == 2


def test_a_parked_measurement_takes_effect_when_its_indicator_or_area_appears(
    office: Office, officer: httpx.Client
) -> None:
    unit = office.units_of(PROVINCE)[6]
    fresh = measured("m2", "X99997-2026", 4)
    hear(office, event(**measured("m1", unit, 6) | {"indicator": CODE}), event(**fresh))
    assert {"m1", "m2"} <= {one["key"] for one in parked(officer)}
    model = office.client.get(f"/api/directory/v1/areas/{unit}").json()
    new = recorded_area(model, id="X99997-2026", code="99997", name="Xã Mới", valid_from="2026-01-01")

    async def appear() -> None:
        async with in_unit(office.system.databases["indicators"]) as session:
            await define_indicators(session, [secret_indicator()])
        async with in_unit(office.system.databases["indicators"]) as session:
            await hear_directory(session, [new])

    office.system.run(appear())
    office.system.forget_answers()
    assert office.figure(CODE, unit, PERIOD)["value"] == 6
    assert office.figure("KTS-03", "X99997-2026", PERIOD)["reported"]["source"] == "feed"
    assert not {"m1", "m2"} & {one["key"] for one in parked(officer)}
    assert office.sums_disagreeing_with_a_recount() == 0


def test_what_waits_for_something_else_is_left_alone_and_much_is_taken_up_part_by_part(
    office: Office, officer: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.indicators.actions.measurements.parked.TOGETHER", 2)
    units = office.units_of(PROVINCE)[8:13]
    fresh = [event(**measured(f"n{place}", unit, place) | {"indicator": "MOI-01"}) for place, unit in enumerate(units)]
    hear(office, *fresh, event(**measured("k1", units[0], 1) | {"indicator": "KHAC-01"}))
    tried = {one["key"]: one["attempts"] for one in parked(officer)}
    assert {"n0", "n4", "k1"} <= tried.keys()

    async def appear() -> None:
        async with in_unit(office.system.databases["indicators"]) as session:
            await define_indicators(session, [secret_indicator().model_copy(update={"code": "MOI-01"})])

    office.system.run(appear())
    office.system.forget_answers()
    assert [office.figure("MOI-01", unit, PERIOD)["value"] for unit in units] == [0, 1, 2, 3, 4]
    left = {one["key"]: one["attempts"] for one in parked(officer)}
    assert left == {key: attempts for key, attempts in tried.items() if not key.startswith("n")}


def test_a_number_somebody_entered_is_never_replaced_without_a_person(office: Office, officer: httpx.Client) -> None:
    unit = office.units_of(PROVINCE)[7]
    office.save(single("KTS-03", unit, PERIOD, 40))
    hear(office, event(**measured("o1", unit, 41)))
    [waiting] = [one for one in parked(officer) if one["key"] == "o1"]
    assert waiting["is_occupied"] is True
    assert office.figure("KTS-03", unit, PERIOD)["value"] == 40
    address = f"{API}/parked-measurements/{waiting['id']}/retry"
    assert officer.post(address, json={}).json()["outcome"] == "parked"
    assert officer.post(address, json={"replace": True}).status_code == 422
    done = officer.post(address, json={"replace": True, "reason": "Đã kiểm tra tại xã"})
    assert done.json() == {"id": waiting["id"], "outcome": "published", "reason": None}
    assert officer.post(address, json={}).status_code == 409
    proof = office.proof("KTS-03", unit, PERIOD)
    assert [(one["value"], one["reason"]) for one in proof["revisions"]] == [(41, "Đã kiểm tra tại xã"), (40, None)]
    office.save(single("KTS-03", unit, PERIOD, 42, reason="Xã đính chính"))
    hear(office, event(MEASUREMENT_WITHDRAWN, key="o1", reason="Rút"))
    assert office.figure("KTS-03", unit, PERIOD)["value"] == 42
    assert office.sums_disagreeing_with_a_recount() == 0


def test_an_older_figure_is_the_newest_again_when_the_newest_was_taken_back(office: Office) -> None:
    unit = office.units_of("T08-2025")[0]
    hear(office, event(**measured("l1", unit, 1, "2031-Q1")), event(**measured("l2", unit, 2, "2031-Q2")))
    hear(office, event(MEASUREMENT_WITHDRAWN, key="l2", reason="Rút"))

    standings = {row["indicator"]: row for row in office.get("overviews/T08-2025")["standings"]}
    assert standings["KTS-03"]["figure"]["period"] == "2031-Q1"


def test_events_wait_for_those_before_them_of_their_measurement_or_cell() -> None:
    told = [
        read(found.id, found.type, found.source, found.data)  # type: ignore[arg-type]
        for found in (
            event(**measured("1", "X00001-2025", 1)), event(**measured("2", "X00002-2025", 1)),
            event(MEASUREMENT_CORRECTED, **measured("1", "X00003-2025", 2)), event(**measured("3", "X00001-2025", 2)),
            event(MEASUREMENT_WITHDRAWN, key="2", reason="Rút"),
        )
    ]  # fmt: skip
    assert [[one.name[1] for one in together] for together in rounds(told, {})] == [["1", "2"], ["1", "2"], ["3"]]
