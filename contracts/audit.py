"""The audit (lịch sử thay đổi): which deeds are recorded, and what they are called."""

from enum import StrEnum


class Outcome(StrEnum):
    """Whether something was done or refused."""

    DONE = "done"
    REFUSED = "refused"


class Action(StrEnum):
    """Deeds, named by what they are done to; ACTION_NAMES has their Vietnamese names."""

    SESSION_OPENED = "session.opened"
    SESSION_REFUSED = "session.refused"
    SESSION_ENDED = "session.ended"
    ACCOUNT_CREATED = "account.created"
    CLIENT_CREATED = "client.created"


ACTION_NAMES: dict[Action, str] = {
    Action.SESSION_OPENED: "Đăng nhập",
    Action.SESSION_REFUSED: "Đăng nhập bị từ chối",
    Action.SESSION_ENDED: "Kết thúc phiên làm việc",
    Action.ACCOUNT_CREATED: "Tạo tài khoản",
    Action.CLIENT_CREATED: "Đăng ký hệ thống kết nối",
}
