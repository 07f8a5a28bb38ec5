"""The description of the whole interface, for programs and for people."""

from typing import Any

import pytest
from lxml import html
from openapi_spec_validator import validate

from gateway.openapi import merged
from gateway.reference import prose
from kit.service import create_service
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate
from tests.gateway.services import failing


@pytest.fixture(scope="module")
def document(production_gate: Gate) -> dict[str, Any]:
    """The merged document of a gateway with one service."""
    found: dict[str, Any] = production_gate.signed_in().get("/api/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for item in document["paths"].values() for operation in item.values()]


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_the_merged_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_operations_of_all_services_have_names_and_tags_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]
    assert len(names) == len(set(names))
    assert "directory_read_area" in names
    assert "gateway_sign_in" in names
    assert {tag for operation in operations(document) for tag in operation["tags"]} == {"directory", "gateway"}
    assert "servers" not in document


def test_every_reference_leads_to_a_component(document: dict[str, Any]) -> None:
    found = references(document)
    assert "#/components/schemas/DirectoryProblem" in found
    for reference in found:
        _, _, kind, name = reference.split("/")
        assert name in document["components"][kind]


def test_every_operation_documents_its_errors_and_its_credentials(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert {"400", "404", "405", "413", "429", "500", "503"} <= operation["responses"].keys()
        assert operation["security"]
    current = document["paths"]["/api/gateway/v1/sessions/current"]["get"]
    assert current["security"] == [{"session": []}]
    assert "403" in current["responses"]


def test_one_path_two_services_one_schema_name_do_not_clash() -> None:
    def of(title: str, kind: str) -> dict[str, Any]:
        schema = {"oneOf": [{"$ref": "#/components/schemas/Thing"}], "discriminator": {
            "propertyName": "kind", "mapping": {"x": "#/components/schemas/Thing"}}}  # fmt: skip
        answer = {"description": "", "content": {"application/json": {"schema": schema}}}
        return {
            "info": {"title": title},
            "paths": {f"/api/{title}/v1/things": {"get": {"operationId": "list", "responses": {"200": answer}}}},
            "components": {"schemas": {"Thing": {"type": kind}}, "securitySchemes": {"bearer": {"type": "http"}}},
        }

    whole = merged({"a": of("a", "string"), "b": of("b", "number")})
    assert whole["components"]["schemas"] == {"AThing": {"type": "string"}, "BThing": {"type": "number"}}
    assert whole["components"]["securitySchemes"] == {"bearer": {"type": "http"}}
    assert references(whole["paths"]["/api/b/v1/things"]) == {"#/components/schemas/BThing"}
    shape = whole["paths"]["/api/a/v1/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape["discriminator"]["mapping"] == {"x": "#/components/schemas/AThing"}


def test_a_service_that_does_not_answer_is_named_and_asked_again(make_gate: MakeGate, gate: Gate) -> None:
    answers = [failing, create_service("indicators", "Chỉ tiêu", [], signing_key=gate.key)]

    async def recovering(scope: Any, receive: Any, send: Any) -> None:
        asked_for_document = scope["path"].endswith("/openapi.json")
        await (answers.pop(0) if asked_for_document else failing)(scope, receive, send)

    visitor = make_gate({"indicators": recovering}).visitor()
    refused = visitor.get("/api/openapi.json")
    assert refused.status_code == 503
    assert refused.json()["detail"] == "Dịch vụ indicators tạm thời không trả lời."
    assert visitor.get("/api/openapi.json").status_code == 200


def test_an_unchanged_document_is_not_sent_twice(make_gate: MakeGate) -> None:
    visitor = make_gate().visitor()
    for path in ("/api/openapi.json", "/docs", "/docs.css"):
        tag = visitor.get(path).headers["etag"]
        again = visitor.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_reference_works_without_any_script(production_gate: Gate) -> None:
    answer = production_gate.signed_in().get("/docs")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    page = html.fromstring(answer.text)
    assert page.get("lang") == "vi"
    assert not page.xpath("//script | //style | //iframe | //img | //@style | //@*[starts-with(name(), 'on')]")
    assert page.xpath("//link/@href") == ["/docs.css"]
    assert production_gate.visitor().get("/docs.css").headers["content-type"] == "text/css; charset=utf-8"


def test_the_reference_lists_every_operation_and_schema(production_gate: Gate, document: dict[str, Any]) -> None:
    page = html.fromstring(production_gate.signed_in().get("/docs").text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {operation["operationId"] for operation in operations(document)} <= set(ids)
    assert document["components"]["schemas"].keys() <= set(ids)
    assert {link[1:] for link in page.xpath("//main//a/@href")} <= set(ids)


def test_the_reference_shows_names_in_descriptions_as_code(production_gate: Gate) -> None:
    page = html.fromstring(production_gate.signed_in().get("/docs").text)
    assert "`" not in "".join(page.xpath("//text()"))
    assert prose("`q` < ``<b>``") == "<code>q</code> &lt; <code>&lt;b&gt;</code>"


def test_in_production_documents_are_for_those_who_signed_in(production_gate: Gate) -> None:
    visitor = production_gate.visitor()
    asked = visitor.get("/docs")
    assert (asked.status_code, asked.headers["location"]) == (303, "/dang-nhap?next=%2Fdocs")
    for path in ("/api/openapi.json", "/api/directory/openapi.json", "/api/gateway/openapi.json"):
        assert visitor.get(path).status_code == 401
        headers = {"Authorization": f"Bearer {production_gate.token('indicators:read')}"}
        assert visitor.get(path, headers=headers).status_code == 200


def test_elsewhere_they_are_open(make_gate: MakeGate) -> None:
    visitor = make_gate().visitor()
    for path in ("/docs", "/api/openapi.json", "/api/gateway/openapi.json"):
        assert visitor.get(path).status_code == 200


def test_the_version_is_told(gate: Gate) -> None:
    answer = gate.visitor().get("/version").json()
    assert answer.keys() == {"name", "version"}
    assert answer["name"] == "lantoa"
    assert answer["version"][0].isdigit()
