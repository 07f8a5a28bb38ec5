"""What FastAPI's document leaves out: problems, errors and headers of every route, Idempotency-Key, security."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from kit.asked import Asked
from kit.caller import Requires, signed_in
from kit.database import TransactionRoute
from kit.errors import documented
from kit.shapes import Problem

EVERYWHERE = (400, 401, 404, 405, 413, 422, 429, 431, 500, 503)
WITH_BODY = (403, 408, 409, 415)
WITH_RIGHT = (403,)
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Mã truy cập từ POST /token"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "lantoa_session",
        "description": "Phiên đăng nhập của cán bộ",
    },
}
DONE = {"200": "Thành công", "201": "Đã tạo", "204": "Đã thực hiện; không có nội dung trả về"}
UNCHANGED = {"description": "Không đổi so với bản có ETag nêu ở If-None-Match; không có nội dung trả về"}
HEADERS: dict[str, dict[str, Any]] = {
    "RateLimit-Policy": {
        "description": "Hạn mức của người gọi: q yêu cầu trong w giây (draft-ietf-httpapi-ratelimit-headers)",
        "schema": {"type": "string", "examples": ['"client";q=100;w=10']},
    },
    "RateLimit": {
        "description": "Số yêu cầu còn được gửi ngay (r), và số giây đến khi hạn mức đầy lại (t)",
        "schema": {"type": "string", "examples": ['"client";r=99;t=1']},
    },
    "Retry-After": {"description": "Số giây cần chờ trước khi gửi lại", "schema": {"type": "integer", "minimum": 1}},
}
LIMITED = ("RateLimit-Policy", "RateLimit")
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Khoá chống gửi trùng: trong 7 ngày, gửi lại cùng khoá và nội dung sẽ nhận lại đúng câu trả lời cũ.",
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{8,128}$"},
}


def routes_of(app: FastAPI) -> Iterator[BaseRoute]:
    """Every route of an app, those of its routers included: FastAPI keeps routers whole among `app.routes`."""
    return (context.original_route for context in iter_route_contexts(app.routes))


def right_of(route: APIRoute) -> str | None:
    """The right a route demands in its signature, None when it is open to all."""
    return next((found.right for found in _requirements(route.dependant)), None)


def _requirements(dependant: Dependant) -> list[Requires]:
    found = [dependant.call] if isinstance(dependant.call, Requires) else []
    for inner in dependant.dependencies:
        found.extend(_requirements(inner))
    return found


def _asked_of(dependant: Dependant) -> Asked | None:
    """The model a route reads its query string as."""
    return next((inner.call for inner in dependant.dependencies if isinstance(inner.call, Asked)), None)


def is_for_people(dependant: Dependant) -> bool:
    """True when a route is for anybody who signed in, with whatever right."""
    return dependant.call is signed_in or any(is_for_people(inner) for inner in dependant.dependencies)


def security_of(route: APIRoute) -> list[dict[str, list[str]]]:
    """Which credentials a route takes; the empty choice means none are needed."""
    if is_for_people(route.dependant):
        return [{"session": []}]
    return ([] if right_of(route) else [{}]) + [{"bearer": []}, {"session": []}]


def describe(app: FastAPI) -> None:
    """Replace the app's OpenAPI maker by one that tells the whole truth."""

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(app)
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]


def complete(app: FastAPI) -> dict[str, Any]:
    """FastAPI's document with our errors, headers and security on each operation."""
    document = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    document["components"]["securitySchemes"] = SCHEMES
    document["components"]["headers"] = HEADERS
    for route in routes_of(app):
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                operation = document["paths"][route.path_format][method.lower()]
                if found := _asked_of(route.dependant):
                    operation.setdefault("parameters", []).extend(found.parameters(schemas))
                _complete_operation(operation, route, method)
    return document


def _complete_operation(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    for status, answer in operation["responses"].items():
        if answer["description"] == "Successful Response":  # FastAPI's own word
            answer["description"] = DONE[status]
    right = right_of(route)
    guarded = right is not None or is_for_people(route.dependant)
    codes = EVERYWHERE + (WITH_BODY if method != "GET" else ()) + (WITH_RIGHT if guarded else ())
    for status, answer in documented(*codes).items():
        operation["responses"].setdefault(str(status), answer)
        if status == 422:
            operation["responses"]["422"] = answer
    if method == "GET" and "200" in operation["responses"]:
        operation["responses"].setdefault("304", UNCHANGED)
    _tell_headers(operation["responses"])
    operation["responses"] = dict(sorted(operation["responses"].items()))
    operation["security"] = security_of(route)
    if right:
        operation["x-right"] = right
    if method == "POST" and isinstance(route, TransactionRoute):
        operation.setdefault("parameters", []).append(IDEMPOTENCY)


def _tell_headers(answers: dict[str, Any]) -> None:
    """What is left of the caller's quota stands on every answer; here where it is looked for."""
    for status, answer in list(answers.items()):
        names = LIMITED if status < "400" else (*LIMITED, "Retry-After") if status == "429" else ()
        if names:
            told = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
            answers[status] = {**answer, "headers": {**answer.get("headers", {}), **told}}
