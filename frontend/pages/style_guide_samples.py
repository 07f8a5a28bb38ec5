"""Illustrative figures for the style guide, in the proportions of real pages."""

from typing import Any

from frontend.charts import Region, TrendPoint, level
from frontend.formats import percent, short_period
from frontend.viewer import Viewer

BOUNDS = (40, 55, 70, 85)
TREND = (
    ("2024-Q4", 38.2),
    ("2025-Q1", 45.0),
    ("2025-Q2", 49.1),
    ("2025-Q3", None),
    ("2025-Q4", 60.4),
    ("2026-Q1", 64.9),
    ("2026-Q2", 68.2),
    ("2026-Q3", 71.4),
)
COMMUNES = """
Yên Bái 57.1, Văn Phú 71.7, Nam Cường 57.7, Âu Lâu 56.0, Nghĩa Lộ 44.3, Trung Tâm 57.9, Cầu Thia 83.1,
Tú Lệ 84.7, Gia Hội 81.7, Thượng Bằng La 65.5, Chấn Thịnh 30.3, Chế Tạo -, Nậm Có -, Hạnh Phúc 86.8,
Púng Luông 85.2, Lào Cai 34.2, Sa Pa 71.5, Bát Xát 60.8
"""
PROVINCES = """
01 Hà Nội 88.1, 04 Cao Bằng 52.4, 08 Tuyên Quang 61.3, 11 Điện Biên 38.2, 12 Lai Châu 47.5, 14 Sơn La 58.0,
15 Lào Cai 71.4, 19 Thái Nguyên 74.0, 20 Lạng Sơn 66.2, 22 Quảng Ninh 86.4, 24 Bắc Ninh 79.9, 25 Phú Thọ 68.8,
31 Hải Phòng 82.0, 33 Hưng Yên 63.7, 37 Ninh Bình 57.3, 38 Thanh Hóa 69.5, 40 Nghệ An 72.1, 42 Hà Tĩnh 65.0,
44 Quảng Trị 54.6, 46 Huế 87.3, 48 Đà Nẵng 91.2, 51 Quảng Ngãi 48.9, 52 Gia Lai -, 56 Khánh Hòa 73.3,
66 Đắk Lắk 59.2, 68 Lâm Đồng 64.4, 75 Đồng Nai 76.8, 79 TP. Hồ Chí Minh 85.6, 80 Tây Ninh 70.7,
82 Đồng Tháp 67.1, 86 Vĩnh Long 55.9, 91 An Giang 53.0, 92 Cần Thơ 78.3, 96 Cà Mau -
"""


def samples() -> dict[str, Any]:
    """Everything the style guide shows, by the name its templates use."""
    return {
        "guest": None,
        "officer": Viewer("1", "Nguyễn Thị Hà", ("Công chức xã Cần Giuộc", "Người xem tỉnh Tây Ninh"), csrf="mau"),
        "points": [TrendPoint(short_period(key), value, percent(value), f"?ky={key}") for key, value in TREND],
        "trend_values": [value for _, value in TREND],
        "tiles_shown": [
            {
                "name": name,
                "href": f"#xa-{place}",
                "text": percent(value),
                "level": level(value, BOUNDS),
                "current": name == "Tú Lệ",
            }
            for place, (name, value) in enumerate(_pairs(COMMUNES))
        ],
        "regions": {
            name[:2]: Region(
                name[3:], percent(value) if value else "chưa có số liệu", level(value, BOUNDS), f"?dv=T{name[:2]}-2025"
            )
            for name, value in _pairs(PROVINCES)
        },
        "bounds": BOUNDS,
        "proof": PROOF,
        "ranked": RANKED,
    }


def _pairs(text: str) -> list[tuple[str, float | None]]:
    """Names with their values from "Yên Bái 57.1, Chế Tạo -"."""
    found = (item.strip().rsplit(" ", 1) for item in text.split(","))
    return [(name, None if value == "-" else float(value)) for name, value in found]


PROOF = [
    {
        "title": "Điểm chỉ tiêu 4.4",
        "value": "10,98 / 20",
        "text": "Tỷ lệ hồ sơ trực tuyến toàn trình",
        "children": [
            {"title": "Quy tắc", "text": "Điểm = tối đa × tỷ lệ / 100, làm tròn nửa lên đến 2 chữ số"},
            {"title": "Tử số: hồ sơ trực tuyến toàn trình", "value": "1.098", "href": "#minh-chung"},
            {"title": "Mẫu số: tổng số hồ sơ", "value": "2.000", "href": "#minh-chung"},
        ],
    },
    {"title": "Điểm thẩm định", "value": "10,98", "text": "Thẩm định viên giữ nguyên điểm, lúc 08:30 ngày 21/11/2026"},
]
RANKED: list[dict[str, Any]] = [
    {"rank": 1, "name": "Đà Nẵng", "href": "#da-nang", "share": 91.2},
    {"rank": 2, "name": "Hà Nội", "href": "#ha-noi", "share": 88.1, "note": "đồng hạng"},
    {"rank": 2, "name": "Huế", "href": "#hue", "share": 88.1, "note": "đồng hạng"},
    {"rank": 4, "name": "Lào Cai", "href": "#lao-cai", "share": 71.4, "current": True},
]
