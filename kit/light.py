"""Light twins of contracts: the same fields in the same order, read from JSON and written to it without checks.

A contract checks what strangers send. What one part of the system tells another it need not check again, value by
value: a twin is read ten times as fast, and written without making objects of pydantic's first. A type checker sees
the contract itself, so names and types of fields stay a promise.
"""

import types
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Any, ForwardRef, TypeVar, Union, cast, get_args, get_origin

import msgspec
from fastapi import Response
from pydantic import BaseModel

from kit.shapes import utc_text

S = TypeVar("S", bound=BaseModel)
JSON = "application/json"
_encode = msgspec.json.Encoder().encode


_being_made: set[type[BaseModel]] = set()


def light(shape: type[S]) -> type[S]:
    """The twin of a contract: made once, built with the same keywords, its parts are twins too."""
    return cast(type[S], _twin_of(shape))


@cache
def _twin_of(shape: type[BaseModel]) -> type[msgspec.Struct]:
    _being_made.add(shape)
    fields: list[Any] = []
    for name, field in shape.model_fields.items():
        kind = _plain(field.annotation)
        if field.is_required():
            fields.append((name, kind))
        elif field.default_factory is not None:
            made = cast(Callable[[], Any], field.default_factory)
            fields.append((name, kind, msgspec.field(default_factory=made)))
        else:
            fields.append((name, kind, field.default))
    made_of = msgspec.defstruct(
        shape.__name__, fields, module=shape.__module__, kw_only=True, frozen=True, gc=False, dict=False
    )
    setattr(made_of, _own_name(shape), made_of)  # where a contract that holds itself is looked up
    _being_made.discard(shape)
    return made_of


@cache
def _decoder(shape: type[BaseModel]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_twin_of(shape))


def read(shape: type[S], body: bytes) -> S:
    """The twin that a JSON answer of this shape is; `msgspec.DecodeError` when it is none."""
    return cast(S, _decoder(shape).decode(body))


def write(thing: Any) -> bytes:
    """The JSON of a twin, byte for byte as its contract writes it (from 10^16 on, exponents go without their plus).

    Its numbers must have gone through `number`, its instants through `instant`; what is written already is a `Raw`.
    """
    return _encode(thing)


def answer(thing: Any) -> Response:
    """An answer of 200 that is the JSON of a twin."""
    return Response(_encode(thing), media_type=JSON)


def number(value: Decimal | None) -> Any:
    """A number for a twin that is to be written."""
    return None if value is None else float(value)


@lru_cache(4096)
def instant(value: datetime) -> Any:
    """An instant for a twin that is to be written; what was published together has one."""
    return utc_text(value)


def _plain(kind: Any) -> Any:
    """A type without its checks, contracts replaced by their twins."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _plain(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return Union[tuple(_plain(part) for part in get_args(kind))]  # noqa: UP007 - made while running
    if origin is not None:
        return origin[tuple(_plain(part) for part in get_args(kind))]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return ForwardRef(_own_name(kind)) if kind in _being_made else _twin_of(kind)
    return kind


def _own_name(shape: type[BaseModel]) -> str:
    """What a twin calls itself: the contract's own name is taken, by the contract."""
    return f"_light_{shape.__name__}"
