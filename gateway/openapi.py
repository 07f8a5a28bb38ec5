"""One OpenAPI 3.1 document of all services: names that cannot clash, references that follow."""

from collections.abc import Mapping
from typing import Any

from kit.asgi import App, call
from kit.errors import Unavailable

Document = dict[str, Any]

TITLE = "Lan Tỏa"
DESCRIPTION = (
    "Giao diện lập trình của hệ thống. Số liệu công khai đọc không cần đăng nhập; còn lại gửi mã truy cập lấy ở"
    " `POST /token` trong tiêu đề `Authorization: Bearer`. Lỗi theo RFC 9457 (application/problem+json)."
    " Mỗi câu trả lời nêu hạn mức còn lại ở `RateLimit`; gửi quá hạn mức nhận 429, hãy chờ số giây ở"
    " `Retry-After` rồi gửi lại."
)
LOCAL = "#/components/"
SHARED = "securitySchemes"
"""The same in every service, so they keep their names and stand once."""


def merged(documents: Mapping[str, Document], version: str = "1") -> Document:
    """One document out of those of the services, by service name.

    Component and operation names get the service's name in front; each service is a tag.
    """
    whole: Document = {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": version, "description": DESCRIPTION},
        "tags": [{"name": name, "description": document["info"]["title"]} for name, document in documents.items()],
        "paths": {},
        "components": {},
    }
    for name, document in documents.items():
        renamed = _renamed(document, name.capitalize())
        for path, item in renamed["paths"].items():
            whole["paths"][path] = _tagged(item, name)
        for kind, entries in renamed.get("components", {}).items():
            whole["components"].setdefault(kind, {}).update(_prefixed(kind, entries, name.capitalize()))
    return whole


def _prefixed(kind: str, entries: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {key if kind == SHARED else prefix + key: entry for key, entry in entries.items()}


def _tagged(item: Mapping[str, Any], service: str) -> dict[str, Any]:
    return {
        method: {**operation, "tags": [service], "operationId": f"{service}_{operation['operationId']}"}
        if "operationId" in operation
        else operation
        for method, operation in item.items()
    }


def _renamed(node: Any, prefix: str) -> Any:
    """The same tree with every reference to a component of its own pointing to the prefixed name."""
    if isinstance(node, list):
        return [_renamed(entry, prefix) for entry in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _pointed(value, prefix) if key == "$ref" or _is_mapping(node, key) else _renamed(value, prefix)
        for key, value in node.items()
    }


def _is_mapping(node: Mapping[str, Any], key: str) -> bool:
    """A discriminator's mapping holds references without calling them so."""
    return key == "mapping" and "propertyName" in node


def _pointed(target: Any, prefix: str) -> Any:
    if isinstance(target, dict):
        return {key: _pointed(value, prefix) for key, value in target.items()}
    if not isinstance(target, str) or not target.startswith(LOCAL):
        return target
    kind, _, name = target.removeprefix(LOCAL).partition("/")
    return target if kind == SHARED else f"{LOCAL}{kind}/{prefix}{name}"


async def collected(own: Document, services: Mapping[str, App], version: str) -> Document:
    """The merged document, asked of the services through their own doors; Unavailable when one does not answer."""
    documents = {}
    for name, app in services.items():
        try:
            answer = await call(app, "GET", f"/api/{name}/openapi.json")
        except Exception as error:
            raise Unavailable(f"Dịch vụ {name} tạm thời không trả lời.") from error
        if answer.status != 200:
            raise Unavailable(f"Dịch vụ {name} tạm thời không trả lời.")
        documents[name] = answer.json()
    return merged({**documents, "gateway": own}, version)
