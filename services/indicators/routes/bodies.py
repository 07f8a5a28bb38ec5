"""Bodies of bulk writes: JSON decoded into columns; the contract names what is wrong with a refused one."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from contracts.indicators.values import Qualifier, ValueBatch, ValueCreate
from services.indicators.actions.values import Pointer, in_json
from services.indicators.rules.columns import Columns

MOST_VALUES = 50_000

_Remark = Annotated[str, msgspec.Meta(max_length=4000)]


class WireValue(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """`ValueCreate` as the fast decoder reads it. What it accepts, the contract accepts, with the same meaning."""

    indicator: str
    area: str
    period: str
    value: int | float | None = None
    numerator: int | float | None = None
    denominator: int | float | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    as_of: date | None = None
    note: _Remark | None = None
    reason: _Remark | None = None


class WireBatch(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """`ValueBatch` as the fast decoder reads it."""

    values: Annotated[list[WireValue], msgspec.Meta(min_length=1, max_length=MOST_VALUES)]


_decoder = msgspec.json.Decoder(WireBatch)


@dataclass(frozen=True, slots=True)
class Body:
    """The values of a body, and how to point at one of them."""

    columns: Columns
    point: Pointer


def read_json(body: bytes) -> Body:
    """The values of a JSON body. Raises RequestValidationError naming each fault."""
    try:
        if b"\\u0000" not in body:
            return Body(Columns.of(_decoder.decode(body).values), in_json)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass  # the contract decides, and says why
    try:
        values: list[ValueCreate] = ValueBatch.model_validate_json(body).values
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False)) from error
    return Body(Columns.of(values), in_json)
