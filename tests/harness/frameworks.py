"""Frameworks that tests are about: the structure is real, the criteria stand for none that anybody issued."""

from collections.abc import Iterable

BANDS = """recognition:
  kind: bands
  source: 684/QĐ-UBND (Lào Cai), doingoailaocai.vn 19124
  below: Khởi động
  levels:
    - {key: hinh-thanh, name: Hình thành, above: 25}
    - {key: nang-cao, name: Nâng cao, above: 50}
    - {key: dan-dat, name: Dẫn dắt, above: 75}
"""
MET = """recognition:
  kind: mandatory_and_extended
  source: 02/HD-UBND ngày 10/6/2024 (Yên Bái), mục I.1
  levels:
    - {key: dat, name: Đạt chuyển đổi số, mandatory: 100, extended: 30}
    - {key: nang-cao, name: Đạt chuyển đổi số nâng cao, mandatory: 100, extended: 30}
"""
CLASSES = """classes:
  - {key: co-tthc, name: Có thủ tục hành chính}
  - {key: dac-thu, name: Không có thủ tục hành chính, areas: [X28159-2025]}
"""


def head(
    code: str = "THU-2027",
    *,
    total: int = 100,
    area: str = "VN",
    valid_from: str = "2027-01-01",
    more: str = "",
    issuer: str = "UBND tỉnh thử",
) -> str:
    """Everything above the tree."""
    return f"""code: {code}
name: Bộ tiêu chí thử {code}
name_en: Trial framework {code}
area: {area}
issuer: {{number: 1/QĐ-UBND, by: {issuer}, source: thử}}
applies_to: {{level: commune, class: Xã thử}}
valid_from: {valid_from}
periods: year
scale: {{total: {total}, unit: points, decimals: 2}}
formula: sum
default_rule: manual
{more}"""


def nodes(lines: Iterable[str]) -> str:
    """A flat tree, one flow mapping a line."""
    return "nodes:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def flat(count: int = 2, points: int = 50) -> str:
    """Criteria 1 to `count` of so many points."""
    return nodes(f'code: "{place}", name: Tiêu chí {place}, max: {points}' for place in range(1, count + 1))
