"""The reference of the interface as a page (tài liệu giao diện): every operation and schema of the document."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gateway.openapi import Document

METHODS = ("get", "post", "put", "patch", "delete")
SCHEMAS = "#/components/schemas/"
PLACES = {"path": "đường dẫn", "query": "truy vấn", "header": "tiêu đề", "cookie": "cookie"}
NATURES = {
    "string": "văn bản",
    "number": "số",
    "integer": "số nguyên",
    "boolean": "đúng/sai",
    "object": "đối tượng",
    "null": "trống",
}

_templates = Environment(
    loader=PackageLoader("gateway"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_QUOTED = re.compile(r"`+([^`]+)`+")


@dataclass(frozen=True, slots=True)
class Nature:
    """What a value is: words, and the schema they link to when it is one of ours."""

    text: str
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter or field."""

    name: str
    nature: Nature
    required: bool
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer an operation may give."""

    status: str
    description: str
    nature: Nature


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    id: str
    method: str
    path: str
    summary: str
    access: str
    parameters: list[Entry]
    body: Nature | None
    replies: list[Reply]


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema with its fields."""

    name: str
    description: str
    fields: list[Entry]
    choices: list[str]


def prose(text: str) -> Markup:
    """A description with what stands between backticks as code; the rest of it is text."""
    pieces = _QUOTED.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )


_templates.filters["prose"] = prose


def render(document: Document) -> str:
    """The page; it needs no script and no file but its style sheet."""
    return _templates.get_template("docs.html").render(
        info=document["info"],
        groups=[(tag, list(_operations(document, tag["name"]))) for tag in document["tags"]],
        shapes=[_shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items())],
    )


def _operations(document: Document, tag: str) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            operation = item.get(method)
            if operation and tag in operation["tags"]:
                yield _operation(path, method, operation)


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody")
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        access=_access(operation),
        parameters=[_parameter(entry) for entry in operation.get("parameters", ())],
        body=_content(body["content"]) if body else None,
        replies=[
            Reply(status, reply.get("description", ""), _content(reply.get("content", {})))
            for status, reply in operation["responses"].items()
        ],
    )


def _access(operation: Mapping[str, Any]) -> str:
    security = operation.get("security", [{}])
    if {} in security:
        return "Mở cho mọi người"
    right = operation.get("x-right")
    if right:
        return f"Cần quyền {right}"
    return "Cần đăng nhập"


def _parameter(entry: Mapping[str, Any]) -> Entry:
    schema = entry.get("schema", {})
    note = entry.get("description") or schema.get("description") or schema.get("title") or ""
    return Entry(entry["name"], _nature(schema), entry.get("required", False), PLACES[entry["in"]], note)


def _content(content: Mapping[str, Any]) -> Nature:
    kinds = [(_nature(media.get("schema", {})), kind) for kind, media in content.items()]
    if not kinds:
        return Nature("không có nội dung")
    nature, kind = kinds[0]
    others = "".join(f", {other}" for _, other in kinds[1:])
    return Nature(f"{nature.text} · {kind}{others}", nature.schema)


def _nature(schema: Mapping[str, Any]) -> Nature:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        return Nature(name, name)
    if schema.get("type") == "array":
        inner = _nature(schema.get("items", {}))
        return Nature(f"danh sách {inner.text}", inner.schema)
    for kind in ("anyOf", "oneOf", "allOf"):
        if kind in schema:
            parts = [_nature(part) for part in schema[kind]]
            return Nature(" hoặc ".join(part.text for part in parts), next((p.schema for p in parts if p.schema), None))
    if "const" in schema:
        return Nature(json.dumps(schema["const"], ensure_ascii=False))
    if schema.get("format") in ("date", "date-time"):
        return Nature("ngày" if schema["format"] == "date" else "thời điểm")
    return Nature(NATURES.get(schema.get("type", ""), "bất kỳ"))


def _shape(name: str, schema: Mapping[str, Any]) -> Shape:
    required = schema.get("required", ())
    fields = [
        Entry(field, _nature(part), field in required, "", _note(part))
        for field, part in schema.get("properties", {}).items()
    ]
    return Shape(name, schema.get("description", ""), fields, [str(choice) for choice in schema.get("enum", ())])


def _note(schema: Mapping[str, Any]) -> str:
    words = [schema.get("title", ""), schema.get("description", "")]
    return ": ".join(word for word in words if word)
