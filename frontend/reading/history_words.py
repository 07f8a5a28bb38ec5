"""The words of the history: what the audit calls things, as people do."""

from collections.abc import Mapping

from contracts.access import RIGHT_NAMES, ROLE_NAMES
from contracts.accounts import STATE_NAMES
from contracts.audit import ACTION_NAMES
from contracts.indicators.assessments import Stage
from contracts.indicators.imports import ImportKind
from contracts.sessions import Method, Missing

WORDS: dict[str, str] = {
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
    "missing": "Bước còn thiếu",
    "agent": "Thiết bị",
    "left": "Số mã khôi phục còn lại",
    "state": "Trạng thái",
    "grants": "Vai trò",
    "area_id": "Địa bàn",
    "lender": "Người ủy quyền",
    "lender_id": "Người ủy quyền",
    "borrower": "Người nhận ủy quyền",
    "borrower_id": "Người nhận ủy quyền",
    "issuer": "Địa chỉ của bên xác thực",
    "subject": "Đối tượng",
    "secret": "Mã mật khẩu",
    "overlap_days": "Số ngày dùng song song",
    "active_from": "Bắt đầu ký từ",
    "q": "Từ cần tìm",
    "within": "Trong địa bàn hoặc cơ quan",
    "found": "Số mục tìm thấy",
    "from": "Từ ngày",
    "to": "Đến ngày",
    "changes_only": "Chỉ thay đổi",
    "way": "Cách giao",
}
SAID: dict[str, str] = {
    "entered": "nhập trên trang",
    "imported": "nhập từ tệp",
    "api": "gửi từ hệ thống",
    "document": "theo văn bản",
    "illustrative": "số liệu minh hoạ",
}
ROLES: Mapping[str, str] = {role.value: name for role, name in ROLE_NAMES.items()}
RIGHTS: Mapping[str, str] = {right.value: name for right, name in RIGHT_NAMES.items()}
CHOSEN: dict[str, Mapping[str, str]] = {
    "role": ROLES,
    "roles": ROLES,
    "grants": ROLES,
    "scopes": RIGHTS,
    "state": {state.value: name for state, name in STATE_NAMES.items()},
    "action": {action.value: name for action, name in ACTION_NAMES.items()},
    "outcome": {"done": "Đã thực hiện", "refused": "Bị từ chối"},
    "method": {Method.PASSWORD.value: "mật khẩu", Method.SSO.value: "đăng nhập một lần"},
    "missing": {Missing.SECOND_FACTOR.value: "mã xác thực", Missing.ENROLMENT.value: "bật xác thực hai lớp"},
    "kind": {ImportKind.VALUES.value: "số liệu", ImportKind.ASSESSMENT.value: "hồ sơ đánh giá"},
    "way": {
        "equal": "mức như nhau",
        "shares": "chia theo tỷ trọng",
        "denominators": "chia theo mẫu số",
        "values": "từng mức",
    },
    "changes_only": {"true": "có", "false": "không"},
    "qualifier": {"over": "hơn", "nearly": "gần", "estimated": "ước tính"},
}
"""What may stand under a name that has a few choices."""
STAGES = {Stage.SELF.value: "tự đánh giá", Stage.APPRAISED.value: "thẩm định", Stage.FINAL.value: "công bố"}
BETWEEN = " · "


def name_of(name: str) -> str:
    """A name as people know it; of a criterion with its stage, the stage."""
    head, between, stage = name.rpartition(BETWEEN)
    if between and stage in STAGES:
        return f"{head}{between}{STAGES[stage]}"
    return WORDS.get(name, name)
