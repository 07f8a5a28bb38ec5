"""The audit (lịch sử thay đổi): which deeds are recorded, and what they are called."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from kit.shapes import Flag, Instant, Schema, Text, Whole

DEED_TOLD = "vn.lantoa.audit.deed"
"""The type of the events in which services tell their deeds."""


class Outcome(StrEnum):
    """Whether something was done or refused."""

    DONE = "done"
    REFUSED = "refused"


OUTCOMES = "done: đã thực hiện; refused: bị từ chối"


class Action(StrEnum):
    """Deeds, named by what they are done to; ACTION_NAMES has their Vietnamese names."""

    REQUEST_REFUSED = "request.refused"
    SESSION_OPENED = "session.opened"
    SESSION_PENDING = "session.pending"
    SESSION_REFUSED = "session.refused"
    SESSION_CONFIRMED = "session.confirmed"
    SESSION_ENDED = "session.ended"
    ACCOUNT_CREATED = "account.created"
    IDENTITY_LINKED = "identity.linked"
    IDENTITY_UNLINKED = "identity.unlinked"
    PASSWORD_CHANGED = "account.password-changed"  # noqa: S105
    FACTOR_ENROLLED = "second-factor.enrolled"
    FACTOR_REMOVED = "second-factor.removed"
    FACTOR_RESET = "second-factor.reset"
    RECOVERY_CODE_USED = "recovery-code.used"
    RECOVERY_CODES_RENEWED = "recovery-codes.renewed"
    ACCOUNTS_LISTED = "account.listed"
    ACCOUNT_READ = "account.read"
    ACCOUNT_CHANGED = "account.changed"
    ROLES_CHANGED = "account.roles-changed"
    ACCOUNT_INVITED = "account.invited"
    ACCOUNT_ACTIVATED = "account.activated"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_UNLOCKED = "account.unlocked"
    BOOTSTRAP_MADE = "account.bootstrap-made"
    DELEGATION_MADE = "delegation.made"
    DELEGATION_ENDED = "delegation.ended"
    CLIENT_CREATED = "client.created"
    CLIENT_CHANGED = "client.changed"
    CLIENT_REVOKED = "client.revoked"
    CLIENT_SECRET_ADDED = "client.secret-added"  # noqa: S105
    CLIENT_SECRET_ENDED = "client.secret-ended"  # noqa: S105
    TOKEN_TAKEN = "token.taken"  # noqa: S105
    TOKEN_REFUSED = "token.refused"  # noqa: S105
    SIGNING_KEY_ADDED = "signing-key.added"
    VALUES_PUBLISHED = "values.published"
    OBSERVATION_RECORDED = "observation.recorded"
    OBSERVATION_ACCEPTED = "observation.accepted"
    OBSERVATION_WITHDRAWN = "observation.withdrawn"
    SOURCE_CHOSEN = "observation.chosen"
    MEASUREMENT_RETRIED = "measurement.retried"
    FILE_IMPORTED = "file.imported"
    FORM_PUBLISHED = "form.published"
    SUBMISSION_OPENED = "submission.opened"
    SUBMISSION_SAVED = "submission.saved"
    SUBMISSION_SENT = "submission.sent"
    SUBMISSION_WITHDRAWN = "submission.withdrawn"
    SUBMISSION_RETURNED = "submission.returned"
    SUBMISSION_ACCEPTED = "submission.accepted"
    SUBMISSION_PUBLISHED = "submission.published"
    CORRECTION_OPENED = "submission.correction-opened"
    CORRECTION_DROPPED = "submission.correction-dropped"
    UNITS_REMINDED = "submission.reminded"
    ASSESSMENT_OPENED = "assessment.opened"
    SCORES_SAVED = "scores.saved"
    SHEET_SUBMITTED = "assessment.submitted"
    SHEET_WITHDRAWN = "assessment.withdrawn"
    APPRAISAL_BEGUN = "assessment.appraisal-begun"
    SHEET_SENT_BACK = "assessment.sent-back"
    EXPLANATION_ASKED = "assessment.explanation-asked"
    QUESTION_ANSWERED = "assessment.question-answered"
    EXPLANATION_SENT = "assessment.explanation-sent"
    APPRAISAL_RESUMED = "assessment.appraisal-resumed"
    SHEET_FINALISED = "assessment.finalised"
    SHEET_REOPENED = "assessment.reopened"
    SHEETS_PUBLISHED = "assessment.published"
    PANEL_ARRANGED = "panel.arranged"
    PANEL_CHANGED = "panel.changed"
    PANEL_DISSOLVED = "panel.dissolved"
    PART_SAVED = "panel.part-saved"
    PART_FINISHED = "panel.part-finished"
    PART_RULED = "panel.part-ruled"
    SCORES_AGREED = "panel.scores-agreed"
    FRAMEWORK_PUBLISHED = "framework.published"
    FRAMEWORK_CHANGED = "framework.changed"
    TARGET_SET = "target.set"
    TARGET_CHANGED = "target.changed"
    TARGET_WITHDRAWN = "target.withdrawn"
    TARGET_CASCADED = "target.cascaded"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_ATTACHED = "evidence.attached"
    EVIDENCE_DETACHED = "evidence.detached"
    AUDIT_READ = "audit.read"


READINGS = frozenset({Action.ACCOUNTS_LISTED, Action.ACCOUNT_READ, Action.AUDIT_READ})
"""Deeds that only looked at something."""
ACTION_NAMES: dict[Action, str] = {
    Action.REQUEST_REFUSED: "Yêu cầu bị từ chối",
    Action.SESSION_OPENED: "Đăng nhập",
    Action.SESSION_PENDING: "Đăng nhập chờ bước tiếp theo",
    Action.SESSION_REFUSED: "Đăng nhập bị từ chối",
    Action.SESSION_CONFIRMED: "Xác nhận lại trong phiên làm việc",
    Action.SESSION_ENDED: "Kết thúc phiên làm việc",
    Action.ACCOUNT_CREATED: "Tạo tài khoản",
    Action.IDENTITY_LINKED: "Gắn danh tính đăng nhập một lần",
    Action.IDENTITY_UNLINKED: "Gỡ danh tính đăng nhập một lần",
    Action.PASSWORD_CHANGED: "Đổi mật khẩu",
    Action.FACTOR_ENROLLED: "Bật xác thực hai lớp",
    Action.FACTOR_REMOVED: "Tắt xác thực hai lớp",
    Action.FACTOR_RESET: "Đặt lại xác thực hai lớp",
    Action.RECOVERY_CODE_USED: "Dùng mã khôi phục",
    Action.RECOVERY_CODES_RENEWED: "Đổi mã khôi phục",
    Action.ACCOUNTS_LISTED: "Xem danh sách tài khoản",
    Action.ACCOUNT_READ: "Xem tài khoản",
    Action.ACCOUNT_CHANGED: "Sửa tài khoản",
    Action.ROLES_CHANGED: "Đổi vai trò của tài khoản",
    Action.ACCOUNT_INVITED: "Tạo liên kết mời",
    Action.ACCOUNT_ACTIVATED: "Đặt mật khẩu bằng liên kết mời",
    Action.ACCOUNT_DISABLED: "Khoá tài khoản",
    Action.ACCOUNT_ENABLED: "Mở lại tài khoản",
    Action.ACCOUNT_UNLOCKED: "Bỏ chặn đăng nhập",
    Action.BOOTSTRAP_MADE: "Tạo mã quản trị đầu tiên",
    Action.DELEGATION_MADE: "Ủy quyền",
    Action.DELEGATION_ENDED: "Chấm dứt ủy quyền",
    Action.CLIENT_CREATED: "Đăng ký hệ thống kết nối",
    Action.CLIENT_CHANGED: "Sửa hệ thống kết nối",
    Action.CLIENT_REVOKED: "Thu hồi hệ thống kết nối",
    Action.CLIENT_SECRET_ADDED: "Cấp mật khẩu mới cho hệ thống kết nối",
    Action.CLIENT_SECRET_ENDED: "Kết thúc một mật khẩu của hệ thống kết nối",
    Action.TOKEN_TAKEN: "Lấy mã truy cập",
    Action.TOKEN_REFUSED: "Từ chối cấp mã truy cập",
    Action.SIGNING_KEY_ADDED: "Thay khóa ký mã truy cập",
    Action.VALUES_PUBLISHED: "Công bố số liệu",
    Action.OBSERVATION_RECORDED: "Ghi nhận số của một nguồn",
    Action.OBSERVATION_ACCEPTED: "Nhận số ghi nhận của một nguồn",
    Action.OBSERVATION_WITHDRAWN: "Rút số ghi nhận của một nguồn",
    Action.SOURCE_CHOSEN: "Chọn số giữa các nguồn",
    Action.MEASUREMENT_RETRIED: "Xử lý lại số liệu chờ",
    Action.FILE_IMPORTED: "Nhập tệp Excel",
    Action.FORM_PUBLISHED: "Ban hành biểu mẫu",
    Action.SUBMISSION_OPENED: "Mở hồ sơ số liệu kỳ",
    Action.SUBMISSION_SAVED: "Nhập hồ sơ số liệu kỳ",
    Action.SUBMISSION_SENT: "Gửi hồ sơ số liệu kỳ",
    Action.SUBMISSION_WITHDRAWN: "Rút lại hồ sơ số liệu kỳ",
    Action.SUBMISSION_RETURNED: "Trả lại hồ sơ số liệu kỳ",
    Action.SUBMISSION_ACCEPTED: "Duyệt hồ sơ số liệu kỳ",
    Action.SUBMISSION_PUBLISHED: "Công bố hồ sơ số liệu kỳ",
    Action.CORRECTION_OPENED: "Mở lượt sửa số đã công bố",
    Action.CORRECTION_DROPPED: "Bỏ lượt sửa số đã công bố",
    Action.UNITS_REMINDED: "Nhắc nộp báo cáo",
    Action.ASSESSMENT_OPENED: "Mở hồ sơ đánh giá",
    Action.SCORES_SAVED: "Lưu điểm",
    Action.SHEET_SUBMITTED: "Nộp tự đánh giá",
    Action.SHEET_WITHDRAWN: "Rút lại tự đánh giá",
    Action.APPRAISAL_BEGUN: "Tiếp nhận thẩm định",
    Action.SHEET_SENT_BACK: "Trả lại hồ sơ đánh giá",
    Action.EXPLANATION_ASKED: "Yêu cầu giải trình",
    Action.QUESTION_ANSWERED: "Giải trình",
    Action.EXPLANATION_SENT: "Gửi giải trình",
    Action.APPRAISAL_RESUMED: "Thẩm định tiếp",
    Action.SHEET_FINALISED: "Chốt điểm cuối",
    Action.SHEET_REOPENED: "Mở lại hồ sơ đánh giá",
    Action.SHEETS_PUBLISHED: "Công bố kết quả đánh giá",
    Action.PANEL_ARRANGED: "Lập tổ thẩm định",
    Action.PANEL_CHANGED: "Sửa tổ thẩm định",
    Action.PANEL_DISSOLVED: "Giải thể tổ thẩm định",
    Action.PART_SAVED: "Thành viên tổ thẩm định lưu điểm",
    Action.PART_FINISHED: "Thành viên tổ thẩm định chấm xong",
    Action.PART_RULED: "Chủ trì mở lại hoặc miễn phần chấm của thành viên",
    Action.SCORES_AGREED: "Chủ trì chốt điểm của tổ thẩm định",
    Action.FRAMEWORK_PUBLISHED: "Ban hành bộ tiêu chí",
    Action.FRAMEWORK_CHANGED: "Sửa bộ tiêu chí",
    Action.TARGET_SET: "Đặt mục tiêu",
    Action.TARGET_CHANGED: "Sửa mục tiêu",
    Action.TARGET_WITHDRAWN: "Rút mục tiêu",
    Action.TARGET_CASCADED: "Giao mục tiêu cho cấp dưới",
    Action.EVIDENCE_ADDED: "Thêm minh chứng",
    Action.EVIDENCE_ATTACHED: "Gắn minh chứng",
    Action.EVIDENCE_DETACHED: "Gỡ minh chứng",
    Action.AUDIT_READ: "Xem lịch sử thay đổi",
}


class ToldDeed(Schema):
    """A deed as the service where it was done tells it; the gateway adds when, and by whom it was told."""

    action: Text = Field(title="Hành động")
    outcome: Outcome = Field(default=Outcome.DONE, title="Kết quả", description=OUTCOMES)
    actor_kind: Text = Field(title="Loại người làm")
    actor_id: Text = Field(title="Mã người làm")
    actor_name: Text = Field(default="", title="Tên người làm")
    address: Text = Field(default="", title="Địa chỉ mạng")
    request_id: Text = Field(default="", title="Mã yêu cầu")
    subject: Text = Field(default="", title="Đối tượng")
    place: Text | None = Field(default=None, title="Đơn vị")
    before: dict[str, Any] | None = Field(default=None, title="Trước khi thay đổi")
    after: dict[str, Any] | None = Field(default=None, title="Sau khi thay đổi")
    reason: Text | None = Field(default=None, title="Lý do")


class AuditEvent(Schema):
    """One deed in the audit."""

    id: Whole = Field(title="Số thứ tự")
    at: Instant = Field(title="Lúc")
    action: Text = Field(title="Hành động", examples=["values.published"])
    action_name: Text = Field(title="Tên hành động", examples=["Công bố số liệu"])
    outcome: Outcome = Field(title="Kết quả", description=OUTCOMES)
    actor_kind: Text = Field(title="Loại người làm", description="account, client, operator, service, anonymous")
    actor_id: Text = Field(title="Mã người làm")
    actor_name: Text = Field(title="Tên người làm")
    address: Text = Field(title="Địa chỉ mạng")
    subject: Text = Field(title="Đối tượng", examples=["account:019…"])
    subject_name: Text | None = Field(default=None, title="Tên đối tượng")
    place: Text | None = Field(default=None, title="Đơn vị")
    place_name: Text | None = Field(default=None, title="Tên đơn vị")
    before: dict[str, Any] | None = Field(default=None, title="Trước khi thay đổi")
    after: dict[str, Any] | None = Field(default=None, title="Sau khi thay đổi")
    reason: Text | None = Field(default=None, title="Lý do")
    request_id: Text = Field(title="Mã yêu cầu")
    is_sealed: Flag = Field(title="Đã niêm phong")


class SealState(Schema):
    """How far the audit is sealed."""

    seals: Whole = Field(title="Số dấu niêm phong")
    sealed_at: Instant | None = Field(default=None, title="Niêm phong lần cuối lúc")
    waiting: Whole = Field(title="Số sự kiện đang chờ niêm phong")
    is_broken: Flag = Field(
        title="Có dấu hiệu bị sửa",
        description="Cơ sở dữ liệu thiếu dấu niêm phong mà tệp neo còn giữ; `audit verify` cho biết chỗ nào",
    )
