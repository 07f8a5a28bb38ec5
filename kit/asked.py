"""A whole query string read at once, as one model: FastAPI reads and checks a dozen parameters one by one."""

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, slots=True)
class Asked:
    """Dependency that reads the query string as a model; what the model does not name is left aside.

    FastAPI does not look inside: `kit.openapi` tells the model's fields as the parameters they are.
    """

    shape: type[BaseModel]

    async def __call__(self, request: Request) -> BaseModel:
        """What was asked; faults point at the parameters, as FastAPI's own do."""
        try:
            return self.shape.model_validate(dict(request.query_params))
        except ValidationError as error:
            found = error.errors(include_url=False)
            raise RequestValidationError([{**one, "loc": ("query", *one["loc"])} for one in found]) from error

    def parameters(self, schemas: dict[str, Any]) -> list[dict[str, Any]]:
        """The fields as parameters of OpenAPI; what they refer to is added to `schemas`."""
        told = self.shape.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, schema in told.get("$defs", {}).items():
            schemas.setdefault(name, schema)
        required = told.get("required", ())
        return [_parameter(name, schema, name in required) for name, schema in told["properties"].items()]


def asked(shape: type[BaseModel]) -> Any:
    """The dependency that reads the query string: `asked: Annotated[FiguresAsked, asked(FiguresAsked)]`."""
    return Depends(Asked(shape))


def _parameter(name: str, schema: dict[str, Any], is_required: bool) -> dict[str, Any]:
    told = {key: value for key, value in schema.items() if (key, value) != ("default", None)}
    described = {"description": told["description"]} if "description" in told else {}
    return {"name": name, "in": "query", "required": is_required, "schema": told, **described}
