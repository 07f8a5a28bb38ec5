"""The door before the real services and pages."""

from typing import Any

import pytest
from lxml import html
from openapi_spec_validator import validate

from contracts.access import Role
from tests.harness.live import LiveSystem


@pytest.fixture(scope="module")
def document(system: LiveSystem) -> dict[str, Any]:
    """The merged document of the product."""
    found: dict[str, Any] = system.client().get("/api/openapi.json").json()
    return found


def test_the_whole_product_is_ready(system: LiveSystem) -> None:
    assert system.client().get("/readyz").json() == {"status": "ready"}


def test_the_document_of_the_whole_product_is_valid(document: dict[str, Any]) -> None:
    validate(document)
    assert [tag["name"] for tag in document["tags"]] == ["directory", "indicators", "gateway"]


def test_the_reference_of_the_whole_product_has_no_dead_link(system: LiveSystem, document: dict[str, Any]) -> None:
    page = html.fromstring(system.client().get("/docs").text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//main//a/@href")} <= set(ids)
    assert len(page.xpath("//details")) > len(document["paths"])


@pytest.mark.parametrize("role", list(Role))
def test_the_sample_account_of_every_role_signs_in(system: LiveSystem, role: Role) -> None:
    session = system.client(role).get("/api/gateway/v1/sessions/current").json()
    assert [held["role"] for held in session["roles"]] == [role]


def test_feeds_of_the_real_services_stay_inside(system: LiveSystem) -> None:
    visitor = system.client("admin")
    for path in ("/internal/v1/events", "/api/directory/v1/internal/v1/events", "/api/directory/internal/v1/snapshot"):
        assert visitor.get(path).status_code == 404


def test_a_chunked_body_over_the_limit_is_refused_over_a_real_socket(system: LiveSystem) -> None:
    piece = b"x" * 65536
    pieces = (piece for _ in range(system.settings.max_body_bytes // len(piece) + 1))
    answer = system.client("commune_officer").post(
        "/api/indicators/v1/values", content=pieces, headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 413
    assert answer.json()["title"] == "Nội dung gửi lên quá lớn"
