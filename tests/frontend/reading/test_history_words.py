"""What the audit keeps for programs is told in the words people use."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.audit import ACTION_NAMES, Action, AuditEvent, Outcome, SealState
from frontend.reading.history import changes_of, sealed_of


def event(action: Action, after: dict[str, Any], before: dict[str, Any] | None = None) -> AuditEvent:
    """An event that tells this."""
    return AuditEvent(
        id=1, at=datetime(2026, 11, 30, tzinfo=UTC), action=action, action_name=ACTION_NAMES[action],
        outcome=Outcome.DONE, actor_kind="account", actor_id="1", actor_name="", address="", subject="",
        before=before, after=after, request_id="", is_sealed=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("action", "after", "told"),
    [
        (Action.SESSION_OPENED, {"method": "sso"}, ("Cách đăng nhập", "đăng nhập một lần")),
        (Action.SESSION_PENDING, {"missing": "enrolment"}, ("Bước còn thiếu", "bật xác thực hai lớp")),
        (Action.TOKEN_TAKEN, {"scopes": ["values:write"]}, ("Phạm vi", "Gửi số liệu")),
        (Action.CLIENT_SECRET_ADDED, {"overlap_days": 7}, ("Số ngày dùng song song", "7")),
        (
            Action.ACCOUNT_CREATED,
            {"grants": [["commune_officer", "X28159-2025", None]]},
            ("Vai trò", "Cán bộ cấp xã, X28159-2025"),
        ),
        (Action.ACCOUNT_CHANGED, {"state": "disabled"}, ("Trạng thái", "Đã khoá")),
        (Action.DELEGATION_MADE, {"role": "leader"}, ("Vai trò", "Lãnh đạo")),
        (Action.SIGNING_KEY_ADDED, {"active_from": "2026-12-01"}, ("Bắt đầu ký từ", "2026-12-01")),
        (Action.FILE_IMPORTED, {"kind": "values"}, ("Loại", "số liệu")),
        (Action.AUDIT_READ, {"action": "values.published"}, ("Hành động", "Công bố số liệu")),
        (Action.AUDIT_READ, {"changes_only": "true"}, ("Chỉ thay đổi", "có")),
        (Action.SCORES_SAVED, {"1.1 · self": {"points": "2.50"}}, ("1.1 · tự đánh giá", "điểm: 2,50")),
        (Action.ACCOUNT_CHANGED, {"name": "viewer"}, ("Tên", "viewer")),
    ],
)
def test_names_and_choices_are_told_in_vietnamese(action: Action, after: dict[str, Any], told: tuple[str, str]) -> None:
    assert changes_of(event(action, after)) == [told]


def test_what_was_before_stands_beside() -> None:
    changed = event(Action.ACCOUNT_CHANGED, {"state": "active"}, {"state": "invited"})
    assert changes_of(changed) == [("Trạng thái", "Chờ kích hoạt", "Đang hoạt động")]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SealState(seals=0, waiting=3, is_broken=False), ("Lịch sử chưa có dấu niêm phong nào.", "warning")),
        (
            SealState(seals=1234, sealed_at=datetime(2026, 11, 30, 2, 5, tzinfo=UTC), waiting=0, is_broken=False),
            (
                "Lịch sử được niêm phong: 1.234 dấu, lần cuối lúc 09:05 ngày 30/11/2026, không còn sự kiện nào chờ.",
                "info",
            ),
        ),
        (
            SealState(seals=12, sealed_at=datetime(2026, 11, 30, tzinfo=UTC), waiting=0, is_broken=True),
            ("Lịch sử có dấu hiệu bị sửa; hãy chạy audit verify.", "danger"),
        ),
    ],
)
def test_how_far_it_is_sealed_is_told_and_a_broken_chain_first(state: SealState, told: tuple[str, str]) -> None:
    assert sealed_of(state) == told
