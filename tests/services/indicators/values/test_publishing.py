"""Saving values: visible at once with their sums, every revision kept, nothing twice, nobody's but one's own."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, faults_of, ratio, single

HA_NOI = "T01-2025"


def test_a_saved_value_is_in_the_sum_on_the_next_request(office: Office) -> None:
    first, second, *_ = office.units_of(HA_NOI)
    office.save(single("KTS-03", first, "2025-Q3", 40))
    assert office.figure("KTS-03", HA_NOI, "2025-Q3")["value"] == 40
    office.save(single("KTS-03", second, "2025-Q3", 2.0))
    figure = office.figure("KTS-03", HA_NOI, "2025-Q3")
    assert figure["value"] == 42
    assert figure["rolled_up"]["units"] == 2


def test_the_receipt_tells_new_changed_and_unchanged_apart(office: Office) -> None:
    first, second, third, *_ = office.units_of(HA_NOI)
    office.save(ratio("XHS-01", first, "2025-Q4", 80, 100), ratio("XHS-01", second, "2025-Q4", 1, 2))
    receipt = office.save(
        ratio("XHS-01", first, "2025-Q4", 80, 100),
        ratio("XHS-01", second, "2025-Q4", 1, 4),
        ratio("XHS-01", third, "2025-Q4", 1, 3),
    )
    assert receipt == {"received": 3, "created": 1, "changed": 1, "unchanged": 1}
    assert office.figure("XHS-01", second, "2025-Q4")["value"] == 25
    assert office.figure("XHS-01", third, "2025-Q4")["value"] == 33.33
    assert office.sums_disagreeing_with_a_recount() == 0


def test_a_resent_batch_makes_no_revision_and_moves_no_sum(office: Office) -> None:
    unit = office.units_of(HA_NOI)[0]
    batch = [ratio("NT-03", unit, "2026-Q1", 30, 90, note="Lần đầu", as_of="2026-03-31", qualifier="nearly")]
    office.save(*batch)
    before = office.figure("NT-03", HA_NOI, "2026-Q1")
    assert office.save(*batch) == {"received": 1, "created": 0, "changed": 0, "unchanged": 1}
    assert office.figure("NT-03", HA_NOI, "2026-Q1") == before
    assert [revision["revision"] for revision in office.proof("NT-03", unit, "2026-Q1")["revisions"]] == [1]


def test_saved_values_hidden_in_a_large_new_batch_are_found(office: Office) -> None:
    """Whether a batch is new is guessed from some of its keys; here none of these is one that is saved."""
    units = office.units_of("T79-2025")
    for period in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2025", "2026"):
        office.save(single("KTS-04", units[1], period, 5), single("KTS-04", units[-3], period, 6))
        receipt = office.save(*(single("KTS-04", unit, period, 5) for unit in units))
        assert receipt == {"received": len(units), "created": len(units) - 2, "changed": 1, "unchanged": 1}
        assert office.figure("KTS-04", "T79-2025", period)["value"] == 5 * len(units)
    assert office.sums_disagreeing_with_a_recount() == 0


def test_every_revision_says_who_changed_what_and_why(office: Office) -> None:
    unit = office.units_of(HA_NOI)[1]
    office.save(single("XHS-03", unit, "2026-Q2", 100))
    office.save(single("XHS-03", unit, "2026-Q2", 120, reason="Đếm thiếu một thôn"))
    office.save(single("XHS-03", unit, "2026-Q2", 120, qualifier="over"))
    revisions = office.proof("XHS-03", unit, "2026-Q2")["revisions"]
    told = [(row["revision"], row["value"], row["qualifier"], row["reason"]) for row in revisions]
    assert told == [
        (3, 120, "over", None),
        (2, 120, "exactly", "Đếm thiếu một thôn"),
        (1, 100, "exactly", None),
    ]
    assert {row["by"] for row in revisions} == {"Hệ thống thử"}
    assert revisions[0]["source"] == "api"
    assert office.sums_disagreeing_with_a_recount() == 0


def test_an_officer_saves_for_the_own_commune_and_for_no_other(system: LiveSystem) -> None:
    officer = Office(system, system.client("commune_officer"))
    own, other = "X28159-2025", "X04630-2025"
    refused = officer.send([single("KTS-04", own, "2026-Q2", 5), single("KTS-04", other, "2026-Q2", 6)])
    assert faults_of(refused, 403) == {"/values/1/area": "Đơn vị này ngoài phạm vi của tài khoản."}
    assert officer.client.get(f"{API}/figures/KTS-04/{own}/2026-Q2").status_code == 404
    officer.save(single("KTS-04", own, "2026-Q2", 5))
    assert officer.figure("KTS-04", own, "2026-Q2")["reported"]["source"] == "entered"


def test_a_province_writes_the_past_of_its_predecessors(system: LiveSystem) -> None:
    department = Office(system, system.client("department_officer", at="T15-2025"))
    department.save(single("KTS-04", "X04630-2004", "2021", 3))
    assert faults_of(department.send([single("KTS-04", "T80-2025", "2026-Q2", 1)]), 403)


def test_a_system_writes_only_within_its_area(system: LiveSystem) -> None:
    ours = Office(system, system.token("values:write", area="T80-2025"))
    assert ours.faults(single("KTS-03", "T15-2025", "2026-Q2", 1), status=403)


@pytest.mark.parametrize("role", ["viewer", "leader", "appraiser", None])
def test_who_may_not_write_values_is_turned_away(system: LiveSystem, role: str | None) -> None:
    answer = system.client(role).post(f"{API}/values", json={"values": [single("KTS-03", HA_NOI, "2026-Q2", 1)]})
    assert answer.status_code == (403 if role else 401)


def test_an_idempotency_key_answers_a_repeat_from_the_store(office: Office) -> None:
    unit = office.units_of(HA_NOI)[2]
    key = {"Idempotency-Key": "gui-so-lieu-0001"}
    first = office.send([single("KTS-03", unit, "2026-Q2", 7)], **key)
    repeat = office.send([single("KTS-03", unit, "2026-Q2", 7)], **key)
    assert (first.json(), repeat.headers["Idempotency-Replayed"]) == (repeat.json(), "true")
    assert first.json()["created"] == 1


def test_the_names_of_officers_show_only_to_those_who_signed_in(system: LiveSystem, office: Office) -> None:
    unit = office.units_of(HA_NOI)[3]
    office.save(single("KTS-03", unit, "2026-Q2", 7))
    stranger = Office(system, system.client())
    assert stranger.figure("KTS-03", unit, "2026-Q2")["reported"]["updated_by"] == "(ẩn)"
    assert office.figure("KTS-03", unit, "2026-Q2")["reported"]["updated_by"] == "Hệ thống thử"


def test_a_full_year_may_be_given_for_a_quarterly_indicator_but_no_month(office: Office) -> None:
    unit = office.units_of(HA_NOI)[4]
    office.save(single("KTS-03", unit, "2025", 7))
    assert office.faults(single("KTS-03", unit, "2025-11", 7)) == {
        "/values/0/period": "Chỉ tiêu KTS-03 báo cáo theo quý; kỳ 2025-11 không dùng được."
    }
