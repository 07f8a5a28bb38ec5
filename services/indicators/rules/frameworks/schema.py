"""The JSON Schema of a framework's file, made from the words the reader knows: editors complete and check by it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from contracts.directory import AREA_ID, AreaLevel
from contracts.indicators.assessments import NODE_CODE, RuleKind
from contracts.periods import PeriodKind
from services.indicators.rules.framework import Evidence, Formula, ScaleUnit
from services.indicators.rules.frameworks.levels import RecognitionKind, Requirement
from services.indicators.rules.frameworks.recognition_file import KEY
from services.indicators.rules.scoring import LABELS, ZeroDenominator

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "minLength": 1}
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_POSITIVE: Schema = {"type": "number", "exclusiveMinimum": 0}
_PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}
_PLACES: Schema = {"type": "integer", "minimum": 0, "maximum": 6}
_CODE: Schema = {"type": "string", "pattern": "^[A-Z0-9][A-Z0-9-]{1,39}$"}
_NODE: Schema = {"type": "string", "pattern": NODE_CODE}
_KEY: Schema = {"type": "string", "pattern": f"^{KEY}$"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}


def framework_schema() -> Schema:
    """The whole schema, draft 2020-12."""
    fields: Schema = {
        "code": _told(_CODE, "Mã của bộ tiêu chí"),
        "name": _told(_TEXT, "Tên"),
        "name_en": _told(_TEXT, "Tên tiếng Anh"),
        "area": _told({"type": "string", "pattern": AREA_ID}, "Địa bàn áp dụng; không ghi: VN, cả nước"),
        "line": _told(_TEXT, "Dòng: mỗi lúc một bộ có hiệu lực; không ghi: dòng của cơ quan ban hành"),
        "issuer": _object(
            {"number": _TEXT, "issued_on": _DAY, "by": _TEXT, "source": _TEXT}, required=("number", "by", "source")
        ),
        "applies_to": _object({"level": _words(level.name.lower() for level in AreaLevel), "class": _TEXT}),
        "classes": _told(_list(_object({"key": _KEY, "name": _TEXT, "areas": _list(_TEXT)}, ("key", "name"))), "Loại"),
        "valid_from": _told(_DAY, "Ngày có hiệu lực"),
        "valid_to": _told(_DAY, "Ngày hết hiệu lực"),
        "succeeds": _told(_CODE, "Mã của bộ được kế thừa"),
        "carries": _told(_map(_NODE), "Mã mới: mã cũ"),
        "counted_on": _told(_map(_DAY), "Kỳ: ngày lấy danh sách đơn vị"),
        "periods": _named(PeriodKind),
        "scale": _object({"total": _POSITIVE, "unit": _named(ScaleUnit), "decimals": _PLACES}),
        "formula": _named(Formula),
        "default_rule": {"$ref": "#/$defs/rule"},
        "recognition": {"oneOf": [_bands(), _mandatory_and_extended()]},
        "nodes": _list({"$ref": "#/$defs/node"}),
    }
    required = ("code", "name", "name_en", "issuer", "applies_to", "valid_from", "periods", "scale", "formula", "nodes")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bộ tiêu chí (framework) của Lan Tỏa",
        **_object(fields, required),
        "$defs": {"node": _node(), "rule": _rule()},
    }


def _node() -> Schema:
    requirement = {"oneOf": [_named(Requirement), _map(_named(Requirement))]}
    fields: Schema = {
        "code": _NODE,
        "name": _TEXT,
        "name_en": _TEXT,
        "max": {"type": "number", "minimum": 0},
        "weight": {"oneOf": [_POSITIVE, {"const": "unpublished"}]},
        "scored": {"type": "boolean"},
        "rule": {"$ref": "#/$defs/rule"},
        "note": _TEXT,
        "applies_to": _list(_KEY),
        "requirement": requirement,
        "evidence": _told(_named(Evidence), "required: tự chấm trên 0 điểm phải có minh chứng"),
        "children": _list({"$ref": "#/$defs/node"}),
    }
    return _object(fields, ("code", "name"))


def _rule() -> Schema:
    answers = _list(_object({"key": _TEXT, "label": _TEXT, "share": _SHARE}))
    own: Mapping[RuleKind, Schema] = {
        RuleKind.CHOICE: {"answers": answers},
        RuleKind.ADDITIVE: {"parts": answers},
        RuleKind.RATIO: {"target": _POSITIVE, "zero_denominator": _named(ZeroDenominator)},
        RuleKind.COUNT_TO_TARGET: {"target": _POSITIVE},
        RuleKind.SHARE_OF_MAXIMUM: {},
        RuleKind.MANUAL: {},
    }
    free: Mapping[RuleKind, Schema] = {
        RuleKind.RATIO: {"per": _POSITIVE, "cap": {**_SHARE, "exclusiveMinimum": 0}},
        RuleKind.SHARE_OF_MAXIMUM: {"whole": _POSITIVE},
    }
    full = [
        {
            "title": LABELS[kind],
            **_object(
                {"kind": {"const": kind.value}, **fields, **free.get(kind, {}), "places": _PLACES}, ("kind", *fields)
            ),
        }
        for kind, fields in own.items()
    ]
    bare = [kind.value for kind in (RuleKind.SHARE_OF_MAXIMUM, RuleKind.MANUAL)]
    return {"oneOf": [{"enum": bare}, *full]}


def _bands() -> Schema:
    named = {"key": _KEY, "name": _TEXT}
    level = {
        "oneOf": [_object({**named, "above": _PERCENT}), _object({**named, "from": _PERCENT})],
    }
    return _recognition(RecognitionKind.BANDS, {"levels": _list(level)})


def _mandatory_and_extended() -> Schema:
    level = _object({"key": _KEY, "name": _TEXT, "mandatory": _PERCENT, "extended": _PERCENT}, ("key", "name"))
    return _recognition(RecognitionKind.MANDATORY_AND_EXTENDED, {"levels": _list(level), "met_from": _PERCENT})


def _recognition(kind: RecognitionKind, fields: Schema) -> Schema:
    return _object(
        {"kind": {"const": kind.value}, "source": _TEXT, "below": _TEXT, **fields}, ("kind", "source", "levels")
    )


def _object(fields: Schema, required: Iterable[str] | None = None) -> Schema:
    """A mapping with these fields and no other; all of them required unless told."""
    needed = list(fields if required is None else required)
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


def _list(item: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": item}


def _map(value: Schema) -> Schema:
    return {"type": "object", "minProperties": 1, "additionalProperties": value}


def _named(words: type[StrEnum]) -> Schema:
    return _words(word.value for word in words)


def _words(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}
