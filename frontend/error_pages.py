"""Error pages: what happened, in one sentence, and one next step each."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from frontend.outages import missed_paths
from frontend.render import view, wants_part
from kit.errors import Forbidden


@dataclass(frozen=True, slots=True)
class ErrorText:
    """The words of one status, translated where shown; `href` None means: the step is to load this very page again."""

    title: str
    detail: str
    step: str
    href: str | None


ERROR_TEXTS: Mapping[int, ErrorText] = {
    400: ErrorText(
        "Yêu cầu không đọc được", "Địa chỉ hoặc nội dung gửi lên không đúng dạng.", "Về trang Tổng quan", "/tong-quan"
    ),
    401: ErrorText("Cần đăng nhập", "Trang này chỉ dành cho người đã đăng nhập.", "Đăng nhập", "/dang-nhap"),
    403: ErrorText(
        "Không có quyền xem trang này",
        "Tài khoản của bạn chưa được giao việc trên đơn vị hoặc trang này. Cần thêm quyền, hãy hỏi quản trị của tỉnh.",
        "Về trang Tổng quan",
        "/tong-quan",
    ),
    404: ErrorText(
        "Không tìm thấy trang",
        "Địa chỉ gõ sai, hoặc nội dung đã chuyển đi.",
        "Tìm trong danh mục chỉ tiêu",
        "/chi-tieu",
    ),
    405: ErrorText("Thao tác không hợp lệ", "Trang này không nhận cách gửi đó.", "Về trang Tổng quan", "/tong-quan"),
    409: ErrorText(
        "Số liệu vừa được người khác sửa",
        "Trong lúc bạn nhập, số liệu trên máy chủ đã thay đổi. Số bạn nhập chưa được lưu.",
        "Tải lại trang để xem bản mới nhất",
        None,
    ),
    413: ErrorText(
        "Tệp hoặc nội dung quá lớn",
        "Máy chủ không nhận nội dung lớn hơn giới hạn.",
        "Quay lại trang nhập số liệu",
        "/nhap",
    ),
    422: ErrorText(
        "Nội dung gửi lên chưa hợp lệ", "Có thông tin còn thiếu hoặc sai dạng.", "Tải lại trang và nhập lại", None
    ),
    429: ErrorText(
        "Bạn thao tác quá nhanh", "Máy chủ nhận quá nhiều yêu cầu từ máy này. Hãy chờ một phút.", "Thử lại", None
    ),
    500: ErrorText("Hệ thống gặp lỗi", "Lỗi đã được ghi lại. Số liệu đã lưu trước đó vẫn còn nguyên.", "Thử lại", None),
    503: ErrorText(
        "Hệ thống đang bận hoặc bảo trì",
        "Dịch vụ tạm thời chưa trả lời. Số liệu đã lưu vẫn còn nguyên.",
        "Thử lại",
        None,
    ),
}


LOST: Mapping[str, str] = {
    "/api/directory/": "Không lấy được danh mục địa bàn.",
    "/api/indicators/v1/assessments": "Không lấy được phiếu đánh giá.",
    "/api/indicators/v1/rankings": "Không lấy được bảng xếp hạng.",
    "/api/indicators/v1/frameworks": "Không lấy được các bộ chỉ số.",
    "/api/indicators/": "Không lấy được chỉ tiêu và số liệu.",
    "/api/gateway/": "Không kiểm tra được tài khoản đăng nhập.",
}
"""What a page could not be made of, by where it was asked for; of two that fit, the longer stands first."""


class WorksElsewhere(Forbidden):
    """Refused on this page; the visitor's own work is on another, which the error page leads to."""

    def __init__(self, detail: str, step: str, href: str) -> None:
        super().__init__(detail)
        self.words = ErrorText("Việc của bạn ở trang khác", detail, step, href)


def error_page(
    request: Request,
    status: int,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    words: ErrorText | None = None,
) -> Response:
    """The page of an error, in `words` of its own or those of its status.

    To htmx it is a notice put at the top of the page it has, so nothing typed is lost.
    """
    text = words or ERROR_TEXTS.get(status) or ERROR_TEXTS[500 if status >= 500 else 400]
    part = wants_part(request)
    sent = dict(headers or {})
    placed = {"HX-Retarget": "#thong-bao", "HX-Reswap": "innerHTML show:top"} if part else {}
    return view(
        request,
        "errors/error.html",
        block="notice",
        status=status,
        headers=placed | sent,
        title=text.title,
        text=text,
        code=status,
        detail=detail or text.detail,
        lost=_lost() if status >= 500 else (),
        seconds=sent.get("Retry-After", ""),
        step_href=text.href or _same_page(request),
        incident=_incident(request),
    )


def _incident(request: Request) -> str:
    found = getattr(request.state, "request_id", None) or request.headers.get("X-Request-Id", "")
    return str(found)


def _lost() -> tuple[str, ...]:
    found = (next((said for start, said in LOST.items() if path.startswith(start)), "") for path in missed_paths())
    return tuple(dict.fromkeys(said for said in found if said))


def _same_page(request: Request) -> str:
    query = request.url.query
    # Two slashes in front would lead to another host.
    path = f"/{request.url.path.lstrip('/')}"
    return f"{path}?{query}" if query else path
