"""OpenAPI documents: committed, equal to the apps, valid, with every error told."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from commands.access_tables import DOCUMENT, woven
from commands.documents import FOLDER, documents
from kit.settings import Settings

METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The documents as the apps would serve them."""
    return documents(Settings(data_dir=tmp_path_factory.mktemp("nowhere")))


def test_the_committed_documents_are_those_of_the_apps(written: dict[str, str]) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in Path(FOLDER).glob("*.json")}
    assert committed.keys() == written.keys()
    assert [name for name in written if written[name] != committed[name]] == [], "run `make contracts`"


def test_the_tables_of_rights_are_those_of_the_matrix() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert woven(text) == text, "run `make contracts`"
    assert text.count("<!-- matrix: ") == text.count("<!-- end -->") == 4


def test_every_document_is_valid_openapi(written: dict[str, str]) -> None:
    for text in written.values():
        document = json.loads(text)
        assert document["openapi"].startswith("3.1")
        validate(document)


def test_every_operation_tells_its_errors_as_problems(written: dict[str, str]) -> None:
    silent = [
        f"{name} {method.upper()} {path}"
        for name, text in written.items()
        for path, item in json.loads(text)["paths"].items()
        for method, operation in item.items()
        if method in METHODS and not _tells_errors(operation)
    ]
    assert silent == []


def _tells_errors(operation: dict[str, Any]) -> bool:
    refused = {code: answer for code, answer in operation["responses"].items() if code >= "400"}
    return {"400", "404", "405", "422", "500", "503"} <= refused.keys() and all(
        answer.get("content") for answer in refused.values()
    )


def test_whoever_reads_vietnamese_finds_every_answer_field_and_choice_named(written: dict[str, str]) -> None:
    whole = json.loads(written["merged.json"])
    answers = [
        answer for item in whole["paths"].values() for way in item.values() for answer in way["responses"].values()
    ]
    assert [answer["description"] for answer in answers if answer["description"].isascii()] == []
    schemas = whole["components"]["schemas"]
    choices = {f"#/components/schemas/{name}" for name, schema in schemas.items() if "enum" in schema}
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, part in schema.get("properties", {}).items()
        if part.get("title", "") in ("", field.replace("_", " ").title())
        or (_targets(part) & choices and "description" not in part)
    ]
    assert silent == []


def _targets(part: dict[str, Any]) -> set[str]:
    return {option["$ref"] for option in [part, *part.get("anyOf", ())] if "$ref" in option}
