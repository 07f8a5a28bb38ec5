"""Titles of pages in two parts: words of the shell, which are translated, and names from data, which are not."""

from typing import NamedTuple

from frontend.words import gettext

ERROR = "Lỗi:"
KNOWN = (
    "Bản in:",
    "Bật xác thực hai lớp",
    "Bộ giao diện",
    "Bộ tiêu chí",
    "Soạn bộ tiêu chí",
    "Căn cứ của con số",
    "Căn cứ điểm của",
    "Căn cứ điểm",
    "Căn cứ:",
    "Chấm dứt ủy quyền",
    "Chấm điểm",
    "Chia sẻ dữ liệu",
    "Công nhận mức độ chuyển đổi số",
    "Danh mục chỉ tiêu",
    "Danh sách đơn vị được công nhận",
    "Đặt mục tiêu",
    "Sửa mục tiêu",
    "Rút mục tiêu",
    "Giao mục tiêu cho cấp dưới",
    "Mục tiêu:",
    "Mục tiêu",
    "Đăng nhập bằng",
    "Hệ thống kết nối:",
    "Lịch sử của tôi",
    "Lịch sử thay đổi",
    "Mã khôi phục",
    "Mô phỏng",
    "Nhập mã xác thực",
    "Kích hoạt tài khoản",
    "Liên kết mời",
    "Liên kết đặt lại mật khẩu",
    "Đặt lại mật khẩu",
    "Đã đặt mật khẩu",
    "Minh chứng:",
    "Minh chứng",
    "Nguồn số liệu",
    "Nhập số liệu:",
    "Nhập số liệu",
    "Nhập từ tệp Excel",
    "Phiếu điểm",
    "Quản trị tài khoản",
    "Phần chấm của tôi",
    "Tổ thẩm định",
    "Lập tổ thẩm định",
    "Sửa tổ thẩm định",
    "Số ghi nhận:",
    "Ghi nhận số của một nguồn",
    "Số liệu chờ xử lý",
    "Số liệu chỉ tiêu",
    "Tài khoản:",
    "Tạo tài khoản",
    "Phiếu tự đánh giá",
    "Thôi giao vai trò",
    "Tìm đơn vị",
    "Tổng quan chuyển đổi số",
    "Tổng quan",
    "Tài khoản của tôi",
    "Tạo mã khôi phục mới",
    "Tắt xác thực hai lớp",
    "Xác nhận lại mật khẩu",
    "Xác nhận lại",
    "Ủy quyền",
    "Kết thúc mật khẩu",
    "Mật khẩu mới",
    "Đã đăng ký hệ thống",
    "Thu hồi hệ thống kết nối",
    "Đăng ký hệ thống kết nối",
    "Xếp hạng",
    "Việc của tôi",
    "Soát và nộp:",
    "Đã gửi hồ sơ",
    "Sửa số đã công bố:",
    "Duyệt số liệu:",
    "Duyệt số liệu",
    "Kết quả duyệt",
    "Kết quả nhắc nộp",
    "Kết quả công bố",
    "Công bố số liệu",
    "Đổi mật khẩu",
    "Đối chiếu nguồn:",
    "Vòng đánh giá:",
    "Nộp tự đánh giá:",
    "Rút lại:",
    "Bắt đầu thẩm định:",
    "Trả lại đơn vị:",
    "Yêu cầu giải trình:",
    "Giải trình:",
    "Thẩm định tiếp:",
    "Chốt điểm:",
    "Mở lại để sửa:",
    "Công bố kết quả đánh giá",
)
"""How titles of pages begin; of two that fit, the longer stands first."""


class Title(NamedTuple):
    """A title: what the shell says and what data adds, with whatever stands between them."""

    said: str
    named: str


def title_of(text: str) -> Title:
    """`Căn cứ điểm của xã Tú Lệ` → (`Căn cứ điểm của`, ` xã Tú Lệ`), the first part translated."""
    for known in (*KNOWN, ERROR):
        rest = text.removeprefix(known)
        if rest != text and not rest[:1].isalnum():
            return Title(gettext(known), rest)
    translated = gettext(text)
    return Title("", text) if translated == text else Title(translated, "")


def page_title(text: str) -> str:
    """The same for the bar of the browser, which knows no languages within a line; `Lỗi: ` stays in front."""
    problem, mark, rest = text.partition(f"{ERROR} ")
    said, named = title_of(rest if mark and not problem else text)
    return (f"{gettext(ERROR)} " if mark and not problem else "") + said + named
