"""States, verbs and days of submissions in words, each with its shape."""

from collections.abc import Mapping
from datetime import date

from contracts.indicators.checks import Severity
from contracts.indicators.obligations import ObligationState
from contracts.indicators.submissions import Verb
from frontend.formats import day

Tag = tuple[str, str]
"""A text and the kind of mark it takes."""

SOON = 3
"""Days before a due day from which it is marked."""
STATES: Mapping[str, Tag] = {
    ObligationState.NOT_STARTED: ("Chưa nhập", "none"),
    ObligationState.DRAFT: ("Đang nhập", "watch"),
    ObligationState.SUBMITTED: ("Chờ duyệt", "wait"),
    ObligationState.RETURNED: ("Bị trả lại", "late"),
    ObligationState.ACCEPTED: ("Chờ công bố", "wait"),
    ObligationState.PUBLISHED: ("Đã công bố", "good"),
}
UNSENT: frozenset[str] = frozenset({ObligationState.NOT_STARTED, ObligationState.DRAFT, ObligationState.RETURNED})
"""States in which the unit still has to send."""
DONE: Mapping[Verb, str] = {
    Verb.SUBMIT: "Gửi",
    Verb.WITHDRAW: "Rút lại",
    Verb.RETURN: "Trả lại",
    Verb.ACCEPT: "Duyệt",
    Verb.PUBLISH: "Công bố",
    Verb.CORRECT: "Mở lượt sửa số đã công bố",
    Verb.DROP: "Bỏ lượt sửa số đã công bố",
}
SEVERITIES: Mapping[Severity, Tag] = {
    Severity.ERROR: ("Lỗi", "late"),
    Severity.WARNING: ("Cảnh báo", "watch"),
    Severity.NOTE: ("Lưu ý", "info"),
}
NEXT: Mapping[str, str] = {
    ObligationState.DRAFT: "Đơn vị nhập xong thì gửi lên để duyệt.",
    ObligationState.SUBMITTED: "Sở chủ trì xem xét, rồi duyệt hoặc trả lại kèm lý do.",
    ObligationState.RETURNED: "Đơn vị sửa theo lý do rồi gửi lại.",
    ObligationState.ACCEPTED: "Người công bố của tỉnh công bố số liệu.",
    ObligationState.PUBLISHED: "Ai cũng tra cứu được. Khi phát hiện sai, đơn vị mở lượt sửa kèm lý do.",
}
"""What follows from each state, and who does it."""


def due_tag(due_on: date, days_late: int, today: date, *, unsent: bool) -> Tag:
    """How a due day stands: late by days, near, or far."""
    if days_late:
        return f"{'Chậm' if unsent else 'Gửi chậm'} {days_late} ngày", "late"
    if not unsent:
        return "Gửi đúng hạn", "good"
    left = (due_on - today).days
    if left == 0:
        return "Hạn hôm nay", "watch"
    return f"Còn {left} ngày", "watch" if left <= SOON else "neutral"


def due_text(due_on: date) -> str:
    """The day itself."""
    return f"Hạn {day(due_on)}"


def reminded_text(at: object, by: str | None) -> str | None:
    """Who reminded when."""
    return f"Được nhắc ngày {day(str(at))}{f', người nhắc: {by}' if by else ''}" if at else None
