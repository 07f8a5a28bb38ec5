"""Roles on areas and organisations: where they count."""

import pytest

from gateway.feed import hear
from gateway.queries.places import reach_of
from kit.database import in_unit
from tests.gateway.accounts.register import told
from tests.gateway.gate import Gate, Visitor


def held_on(visitor: Visitor) -> set[str]:
    """The places services are told a caller holds rights on."""
    claims = visitor.get("/api/directory/v1/areas/X").json()["caller"]
    return {on for _, on in claims["grants"]}


@pytest.mark.parametrize(
    ("place", "reach"),
    [
        ("X04630-2025", {"X04630-2025", "T15-2025", "VN"}),
        ("X04630-2004", {"X04630-2004", "T15-2004", "VN", "X04630-2025", "T15-2025"}),
        ("H38", {"H38", "T15-2025", "VN"}),
        ("H38.1", {"H38.1", "H38", "T15-2025", "VN"}),
        ("G09", {"G09", "VN"}),
        ("T99-2025", {"T99-2025", "VN"}),
    ],
)
def test_a_place_is_reached_from_itself_from_above_and_from_what_it_became(
    gate: Gate, place: str, reach: set[str]
) -> None:
    assert gate.loop.run(reach_of(gate.database.reader, place)) == reach


def test_hearing_the_register_again_changes_nothing(gate: Gate) -> None:
    before = gate.rows("select * from places order by id")

    async def copy() -> None:
        async with in_unit(gate.database) as session:
            await hear(session, list(told()))

    gate.loop.run(copy())
    assert gate.rows("select * from places order by id") == before


def test_a_role_on_an_organisation_counts_there_and_on_the_area_it_serves(gate: Gate) -> None:
    visitor = gate.signed_in(("department_officer", "H38"))
    assert held_on(visitor) == {"H38", "T15-2025"}


def test_a_role_on_an_organisation_without_an_area_counts_there_only(gate: Gate) -> None:
    assert held_on(gate.signed_in(("viewer", "G09"))) == {"G09"}


def test_a_session_tells_where_each_role_lies(gate: Gate) -> None:
    visitor = gate.signed_in(("department_officer", "H38"), ("viewer", "X04630-2025"))
    roles = visitor.get("/api/gateway/v1/sessions/current").json()["roles"]
    assert [(role["role"], role["area"], role["organisation"], role["place_name"]) for role in roles] == [
        ("department_officer", "T15-2025", "H38", "UBND tỉnh Lào Cai"),
        ("viewer", "X04630-2025", None, "Xã Tú Lệ"),
    ]
    assert {role["until"] for role in roles} == {None}
