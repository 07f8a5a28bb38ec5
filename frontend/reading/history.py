"""Events of the history in words: what was done as a sentence, and what changed as rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.audit import ACTION_NAMES, Action, AuditEvent, Outcome, SealState
from frontend.formats import decimal, instant
from frontend.reading.history_words import CHOSEN, SAID, name_of

ACTOR_KINDS = {
    "anonymous": "Người chưa đăng nhập",
    "client": "Hệ thống kết nối",
    "operator": "Người vận hành máy chủ",
    "service": "Hệ thống",
    "system": "Hệ thống",
}
NOTHING = "–"
BROKEN = "Lịch sử có dấu hiệu bị sửa; hãy chạy audit verify."
SUBJECTS = {
    "account": "Tài khoản",
    "client": "Hệ thống kết nối",
    "session": "Phiên làm việc",
    "delegation": "Ủy quyền",
    "signing-key": "Khóa ký mã truy cập",
    "publication": "Số liệu, lần công bố",
    "values": "Số liệu",
    "assessment": "Hồ sơ đánh giá",
    "target": "Mục tiêu",
    "audit-events": "Lịch sử thay đổi",
    "audit-event": "Một sự kiện trong lịch sử",
}
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
    def subject(self) -> str:
        """To whom or what."""
        return subject_of(self.event)

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


def subject_of(event: AuditEvent) -> str:
    """To whom or what it was done: the name, else what kind of thing."""
    if event.subject_name or event.action == Action.REQUEST_REFUSED:
        return event.subject_name or event.subject
    kind, _, which = event.subject.partition(":")
    return f"{SUBJECTS[kind]} {which}" if kind == "publication" else SUBJECTS.get(kind, event.subject or NOTHING)


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
        return [(name_of(name), _text(after[name], name)) for name in names]
    return [(name_of(name), _text(before.get(name), name), _text(after.get(name), name)) for name in names]


def sealed_of(state: SealState) -> tuple[str, str]:
    """How far the history is sealed, and the kind of notice that is."""
    if state.is_broken:
        return BROKEN, "danger"
    if state.sealed_at is None:
        return "Lịch sử chưa có dấu niêm phong nào.", "warning"
    waiting = f"{decimal(state.waiting)} sự kiện đang chờ niêm phong" if state.waiting else "không còn sự kiện nào chờ"
    return (
        f"Lịch sử được niêm phong: {decimal(state.seals)} dấu, lần cuối lúc {instant(state.sealed_at)}, {waiting}.",
        "info",
    )


def _text(value: Any, name: str) -> str:
    """What stands under a name in the audit, as text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping):
        text = "; ".join(f"{name_of(key)}: {_text(part, key)}" for key, part in value.items()) or NOTHING
    elif isinstance(value, list) and name == "grants" and all(isinstance(part, list) for part in value):
        text = "; ".join(", ".join(_text(one, name) for one in part if one is not None) for part in value) or NOTHING
    elif isinstance(value, list):
        text = ", ".join(_text(part, name) for part in value) or NOTHING
    else:
        text = CHOSEN.get(name, SAID).get(str(value), str(value))
        text = text.replace(".", ",") if DECIMAL.fullmatch(text) else text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def action_options() -> list[tuple[str, str]]:
    """Every action with its name, for choosing one."""
    return [("", "Tất cả"), *((action.value, name) for action, name in ACTION_NAMES.items())]


OUTCOME_OPTIONS = [("", "Tất cả"), *((outcome.value, name) for outcome, name in OUTCOMES.items())]
