"""Pydantic's findings in Vietnamese, each with a JSON pointer to the place."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.shapes import Fault

MESSAGES = {
    "missing": "Thiếu trường bắt buộc",
    "extra_forbidden": "Trường này không có trong quy định",
    "string_type": "Phải là văn bản",
    "int_parsing": "Phải là một số nguyên",
    "int_type": "Phải là một số nguyên",
    "bool_type": "Phải là true hoặc false",
    "bool_parsing": "Phải là true hoặc false",
    "list_type": "Phải là một danh sách",
    "dict_type": "Phải là một đối tượng",
    "model_attributes_type": "Phải là một đối tượng",
    "model_type": "Phải là một đối tượng",
    "date_from_datetime_parsing": "Phải là ngày dạng 2025-07-01",
    "date_parsing": "Phải là ngày dạng 2025-07-01",
    "date_type": "Phải là ngày dạng 2025-07-01",
    "datetime_parsing": "Phải là thời điểm dạng 2025-07-01T08:00:00Z",
    "datetime_from_date_parsing": "Phải là thời điểm dạng 2025-07-01T08:00:00Z",
    "string_too_short": "Không được ngắn hơn {min_length} ký tự",
    "string_too_long": "Không được dài hơn {max_length} ký tự",
    "too_short": "Cần ít nhất {min_length} mục",
    "too_long": "Không quá {max_length} mục",
    "greater_than": "Phải lớn hơn {gt}",
    "greater_than_equal": "Phải từ {ge} trở lên",
    "less_than": "Phải nhỏ hơn {lt}",
    "less_than_equal": "Phải từ {le} trở xuống",
    "string_pattern_mismatch": "Không đúng mẫu quy định",
    "enum": "Phải là một trong các giá trị: {expected}",
    "literal_error": "Phải là một trong các giá trị: {expected}",
    "json_invalid": "Không phải JSON hợp lệ",
}


def pointer(location: Sequence[str | int]) -> str:
    """RFC 6901 pointer of a pydantic location; the leading body/query/path/header stays out for bodies."""
    parts = list(location[1:] if location and location[0] == "body" else location)
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def sentence(error: Mapping[str, Any]) -> str:
    """One finding as a Vietnamese sentence."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        text = str(context.get("error", "Giá trị không hợp lệ"))
        return text[:1].upper() + text[1:]
    template = MESSAGES.get(error["type"])
    if template is None:
        # A contract's own error brings its sentence along.
        return str(context.get("detail", "Giá trị không hợp lệ"))
    return template.format_map({key: str(value).replace(" or ", ", ") for key, value in context.items()})


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """All findings, at most a hundred: nobody reads more, and a hostile body must not make a large answer."""
    return [Fault(pointer=pointer(error["loc"]), detail=sentence(error)) for error in errors[:100]]
