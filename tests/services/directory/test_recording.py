"""Recording: whole sets, checked, told once, and harmless when repeated."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from commands.storage import ROOT
from contracts.directory import Area, AreaLevel, Basis, Lineage, LineageKind, OrganisationName
from kit.database import in_unit
from kit.errors import Invalid, Refusal
from services.directory.actions import AreasOverlap, record_areas, record_lineages, record_organisations
from services.directory.rules.register import OrganisationRecord
from services.directory.seed import seed
from tests.harness.live import LiveSystem

TOLD = "select type, subject, data from outbox where (txid, seq) > (select txid, seq from outbox where id = %(after)s)"
LAST = "select id from outbox order by outbox.txid desc, seq desc limit 1"
COMMITTEE = OrganisationRecord(
    code="H38.1",
    kind="department",
    area_id="T15-2025",
    names=(OrganisationName(name="Sở Khoa học và Công nghệ", valid_from=None, valid_to=None),),
    parent_code="H38",
)


def commune(area_id: str = "X99999-2026", **changes: Any) -> Area:
    """A commune of Lào Cai that does not exist yet."""
    area = Area(
        id=area_id,
        code="99999",
        level=AreaLevel.COMMUNE,
        name="Xã Thử Đường",
        short_name="Thử Đường",
        kind="xã",
        parent_id="T15-2025",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        valid_from_basis=Basis.DECIDED,
        valid_to_basis=None,
        lat=None,
        lon=None,
    )
    return area.model_copy(update=changes)


def recorded(system: LiveSystem, act: Callable[[AsyncSession], Awaitable[int]]) -> tuple[int, list[Any]]:
    """What an action counts, and the events it left in the outbox."""

    async def work() -> tuple[int, list[Any]]:
        database = system.databases["directory"]
        last = await database.reader.one(LAST, {}, "")
        async with in_unit(database) as session:
            count = await act(session)
        return count, await database.reader.rows(TOLD, {"after": last.id})

    return system.run(work())


def refused(system: LiveSystem, kind: type[Refusal], act: Callable[[AsyncSession], Awaitable[int]]) -> str:
    """Why an action was refused."""
    with pytest.raises(kind) as caught:
        recorded(system, act)
    return " ".join([caught.value.detail, *(fault.detail for fault in caught.value.faults)])


def test_seeding_again_changes_and_tells_nothing(fresh_system: LiveSystem) -> None:
    async def again(session: AsyncSession) -> int:
        await seed(fresh_system.databases["directory"], ROOT / "data")
        return 0

    assert recorded(fresh_system, again) == (0, [])


def test_a_new_area_is_found_at_once_and_told_as_the_api_shows_it(fresh_system: LiveSystem) -> None:
    count, told = recorded(fresh_system, lambda session: record_areas(session, [commune()]))
    client = fresh_system.client()
    (found,) = client.get("/api/directory/v1/areas", params={"q": "thu duong"}).json()["items"]
    assert count == 1
    assert [(event.type, event.subject, event.data) for event in told] == [
        ("vn.lantoa.directory.area.recorded", "X99999-2026", found)
    ]


def test_a_correction_is_told_and_a_repetition_is_not(fresh_system: LiveSystem) -> None:
    corrected = commune(name="Xã Thử Đò", short_name="Thử Đò")
    assert recorded(fresh_system, lambda session: record_areas(session, [commune()]))[0] == 1
    count, told = recorded(fresh_system, lambda session: record_areas(session, [corrected]))
    assert (count, [event.data["name"] for event in told]) == (1, ["Xã Thử Đò"])
    assert recorded(fresh_system, lambda session: record_areas(session, [corrected])) == (0, [])


def test_an_area_may_be_recorded_with_its_parent_in_either_order(fresh_system: LiveSystem) -> None:
    village = "V-0190b5f0-0000-7000-8000-000000000000"
    child = commune(village, code="1", level=AreaLevel.VILLAGE, parent_id="X99999-2026")
    assert recorded(fresh_system, lambda session: record_areas(session, [child, commune()]))[0] == 2


@pytest.mark.parametrize(
    ("area", "reason"),
    [
        (commune(parent_id="T99-2025"), "Không có địa bàn T99-2025"),
        (commune(parent_id="X04630-2025"), "X99999-2026 phải thuộc một đơn vị cấp cao hơn"),
        (commune(parent_id="X99999-2026"), "X99999-2026 phải thuộc một đơn vị cấp cao hơn"),
        (commune(parent_id=None), "X99999-2026 phải thuộc một đơn vị cấp cao hơn"),
        (commune(level=AreaLevel.DISTRICT), "X99999-2026 không phải mã của cấp này"),
        (commune(valid_to=date(2025, 1, 1), valid_to_basis=Basis.DECIDED), "Ngày kết thúc trước ngày bắt đầu"),
        (commune(valid_to=date(2027, 1, 1)), "Ngày kết thúc và căn cứ phải đi cùng nhau"),
    ],
)
def test_an_area_that_cannot_be_is_refused(system: LiveSystem, area: Area, reason: str) -> None:
    assert reason in refused(system, Invalid, lambda session: record_areas(session, [area]))


def test_an_area_given_twice_is_refused(system: LiveSystem) -> None:
    found = refused(system, Invalid, lambda session: record_areas(session, [commune(), commune()]))
    assert "X99999-2026 có hai lần" in found


def test_two_incarnations_of_a_code_never_share_a_day(system: LiveSystem) -> None:
    twin = commune("X04630-2026", code="04630")
    found = refused(system, AreasOverlap, lambda session: record_areas(session, [twin]))
    assert found == "X04630-2026 và X04630-2025"


def step(predecessor: str, successor: str, day: date) -> Lineage:
    """A whole step."""
    return Lineage(
        predecessor_id=predecessor, successor_id=successor, effective_on=day, kind=LineageKind.WHOLE, is_main=True
    )


@pytest.mark.parametrize(
    ("lineage", "reason"),
    [
        (step("X04528-2004", "X99999-2025", date(2025, 1, 1)), "Không có địa bàn X99999-2025"),
        (step("X04528-2004", "X04528-2004", date(2025, 1, 1)), "Đơn vị không thể kế thừa chính nó"),
        (step("X04528-2004", "X04762-2004", date(2025, 1, 2)), "ngày không khớp hiệu lực"),
        (step("X04528-2004", "X04630-2025", date(2025, 1, 1)), "ngày không khớp hiệu lực"),
        (step("X04630-2025", "X04252-2025", date(2026, 1, 1)), "ngày không khớp hiệu lực"),
    ],
)
def test_a_step_that_cannot_be_is_refused(system: LiveSystem, lineage: Lineage, reason: str) -> None:
    assert reason in refused(system, Invalid, lambda session: record_lineages(session, [lineage]))


def test_recording_a_missing_successor_closes_its_gap(fresh_system: LiveSystem) -> None:
    found = step("X04528-2004", "X04762-2004", date(2025, 1, 1))
    count, told = recorded(fresh_system, lambda session: record_lineages(session, [found]))
    assert (count, [event.subject for event in told]) == (1, ["X04528-2004>X04762-2004@2025-01-01"])
    gaps = fresh_system.client().get("/api/directory/v1/lineage-gaps").json()["items"]
    assert [gap["area"]["id"] for gap in gaps] == ["X04561-2004"]


def test_an_organisation_is_recorded_below_its_parent_and_renamed(fresh_system: LiveSystem) -> None:
    client = fresh_system.client()
    count, told = recorded(fresh_system, lambda session: record_organisations(session, [COMMITTEE]))
    shown = client.get("/api/directory/v1/organisations/H38.1").json()
    assert (count, [event.data for event in told]) == (1, [shown])
    assert shown["parent_id"] == client.get("/api/directory/v1/organisations/H38").json()["id"]

    renamed = replace(
        COMMITTEE,
        names=(
            OrganisationName(name="Sở Cũ", valid_from=date(2025, 7, 1), valid_to=date(2025, 12, 31)),
            OrganisationName(name="Sở Mới", valid_from=date(2026, 1, 1), valid_to=None),
        ),
    )
    count, told = recorded(fresh_system, lambda session: record_organisations(session, [renamed]))
    shown = client.get("/api/directory/v1/organisations/H38.1").json()
    assert (count, [event.data for event in told]) == (1, [shown])
    assert (shown["name"], [name["name"] for name in shown["names"]]) == ("Sở Mới", ["Sở Cũ", "Sở Mới"])
    assert recorded(fresh_system, lambda session: record_organisations(session, [renamed])) == (0, [])


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (replace(COMMITTEE, names=()), "Cơ quan phải có ít nhất một tên"),
        (replace(COMMITTEE, area_id="T99-2025"), "Không có địa bàn T99-2025"),
        (replace(COMMITTEE, parent_code="H99"), "Không có cơ quan H99"),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(system: LiveSystem, record: OrganisationRecord, reason: str) -> None:
    assert reason in refused(system, Invalid, lambda session: record_organisations(session, [record]))
