"""Events of the history in words: what was done as a sentence, and what changed as rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.audit import ACTION_NAMES, Action, AuditEvent, Outcome

ACTOR_KINDS = {
    "anonymous": "Người chưa đăng nhập",
    "client": "Hệ thống kết nối",
    "operator": "Người vận hành máy chủ",
    "service": "Hệ thống",
    "system": "Hệ thống",
}
WORDS = {
    "status": "Mã trả lời",
    "count": "Số lần",
    "publication": "Lần công bố",
    "created": "Thêm mới",
    "changed": "Sửa",
    "unchanged": "Không đổi",
    "periods": "Kỳ",
    "period": "Kỳ",
    "areas": "Đơn vị",
    "area": "Đơn vị",
    "place": "Nơi được giao",
    "digest": "Mã băm của các số liệu",
    "framework": "Bộ chỉ số",
    "file_name": "Tên tệp",
    "sheet": "Trang tính",
    "rows": "Số dòng",
    "hidden": "Dòng ẩn đã đọc",
    "kind": "Loại",
    "value": "giá trị",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "as_of": "ngày",
    "qualifier": "mức chính xác",
    "note": "ghi chú",
    "source": "nguồn",
    "points": "điểm",
    "inputs": "số liệu tính điểm",
    "reason": "lý do",
    "name": "Tên",
    "email": "Thư điện tử",
    "role": "Vai trò",
    "roles": "Vai trò",
    "until": "Đến",
    "scopes": "Phạm vi",
    "contact": "Người liên hệ",
    "expires_at": "Hết hạn",
    "actor": "Người làm",
    "action": "Hành động",
    "outcome": "Kết quả",
    "sessions": "Số phiên",
    "method": "Cách đăng nhập",
}
SAID = {
    "entered": "nhập trên trang",
    "imported": "nhập từ tệp",
    "api": "gửi từ hệ thống",
    "document": "theo văn bản",
    "illustrative": "số liệu minh hoạ",
}
NOTHING = "–"
DECIMAL = re.compile(r"-?\d+\.\d+")
LONGEST = 400
OUTCOMES = {Outcome.DONE: "Đã thực hiện", Outcome.REFUSED: "Bị từ chối"}


@dataclass(frozen=True, slots=True)
class Line:
    """One event in a list."""

    event: AuditEvent
    href: str

    @property
    def actor(self) -> str:
        """Who did it."""
        return actor_of(self.event)

    @property
    def sentence(self) -> str:
        """What was done."""
        return sentence_of(self.event)

    @property
    def place(self) -> str:
        """Where."""
        return self.event.place_name or self.event.place or NOTHING

    @property
    def outcome(self) -> str:
        """Whether it was done, in words."""
        return OUTCOMES[self.event.outcome]

    @property
    def kind(self) -> str:
        """Shape and colour of the outcome."""
        return "good" if self.event.outcome is Outcome.DONE else "late"


def actor_of(event: AuditEvent) -> str:
    """Who did it: the name, else what kind of visitor."""
    return event.actor_name or ACTOR_KINDS.get(event.actor_kind, event.actor_id)


def sentence_of(event: AuditEvent) -> str:
    """What was done, with what a reader looks for first."""
    told = event.after or {}
    match event.action:
        case Action.REQUEST_REFUSED:
            times = told.get("count", 1)
            return f"{event.action_name}{f' {times} lần' if times > 1 else ''}: {event.subject}"
        case Action.VALUES_PUBLISHED:
            return f"{event.action_name}: {told.get('created', 0)} mới, {told.get('changed', 0)} sửa"
        case Action.SCORES_SAVED:
            return f"{event.action_name} của {len(told)} tiêu chí"
        case Action.FILE_IMPORTED:
            return f"{event.action_name} “{told.get('file_name', '')}”"
        case Action.ASSESSMENT_OPENED:
            return f"{event.action_name} {told.get('framework', '')}, kỳ {told.get('period', '')}"
        case _:
            return event.action_name


def changes_of(event: AuditEvent) -> list[tuple[str, ...]]:
    """What was before and after, thing by thing; without what was before, only what is told."""
    before, after = event.before or {}, event.after or {}
    names = dict.fromkeys([*before, *after])
    if not before:
        return [(WORDS.get(name, name), _text(after[name])) for name in names]
    return [(WORDS.get(name, name), _text(before.get(name)), _text(after.get(name))) for name in names]


def _text(value: Any) -> str:
    """A value of the audit as text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping):
        text = "; ".join(_named(value)) or NOTHING
    elif isinstance(value, list):
        text = ", ".join(map(_text, value)) or NOTHING
    else:
        text = SAID.get(str(value), str(value))
        text = text.replace(".", ",") if DECIMAL.fullmatch(text) else text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _named(value: Mapping[str, Any]) -> Iterator[str]:
    for name, part in value.items():
        yield f"{WORDS.get(name, name)}: {_text(part)}"


def action_options() -> list[tuple[str, str]]:
    """Every action with its name, for choosing one."""
    return [("", "Tất cả"), *((action.value, name) for action, name in ACTION_NAMES.items())]


OUTCOME_OPTIONS = [("", "Tất cả"), *((outcome.value, name) for outcome, name in OUTCOMES.items())]
