"""Access: every address and page stands in the matrix, and takes in its signature what the matrix says."""

import tomllib

from contracts.access import DOORS, GUARDED, MATRIX, OPEN, PAGES, PERSON, RIGHTS, SCOPES, Right, Role
from kit.openapi import is_for_people, right_of, routes_of
from tests.harness.live import LiveSystem
from tests.house.test_routes import routes

TOLD = tomllib.loads(MATRIX.read_text(encoding="utf-8"))


def taken(system: LiveSystem) -> dict[str, str]:
    """What each address of the interface takes by its signature."""
    return {
        f"{method} {route.path}": right_of(route) or (PERSON if is_for_people(route.dependant) else OPEN)
        for _, route in routes(system)
        for method in route.methods or ()
    }


def test_every_address_takes_what_the_matrix_says_and_no_other_is_there(system: LiveSystem) -> None:
    assert taken(system) == {address: demand.needs for address, demand in DOORS.items()}


def test_every_page_stands_in_the_matrix(system: LiveSystem) -> None:
    paths = {route.path for route in routes_of(system.apps["frontend"]) if hasattr(route, "dependant")}
    health = {"/healthz", "/readyz"}
    assets = {path for path in paths if path.startswith("/s/")}
    assert paths - health - assets == set(PAGES)


def test_the_words_of_the_matrix_are_those_of_the_code() -> None:
    assert list(TOLD["rights"]) == list(Right)
    assert list(TOLD["roles"]) == list(Role)


def test_no_right_over_people_is_given_to_a_system() -> None:
    numbers = {Right.INDICATORS_READ, Right.VALUES_WRITE, Right.SUBMISSIONS_REVIEW, Right.SUBMISSIONS_PUBLISH}
    assert numbers | {Right.TARGETS_WRITE} == SCOPES


def test_every_right_that_changes_anything_is_guarded() -> None:
    reading = {Right.INDICATORS_READ, Right.AUDIT_READ, Right.FEEDS_READ}
    assert set(Right) - reading == GUARDED
    assert {role for role in Role if RIGHTS[role] & GUARDED} == set(Role) - {Role.VIEWER, Role.TEAM_LEADER, Role.LEADER}
