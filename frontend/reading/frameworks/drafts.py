"""A text on its way to be published: what it begins from, its effective day, and refusals told line by line."""

import json
import re
from collections.abc import Mapping, Sequence

from contracts.indicators.frameworks import FrameworkFault
from kit.shapes import Fault

EXAMPLE = """# Bộ tiêu chí mẫu: sửa mọi dòng cho đúng văn bản ban hành. Hướng dẫn: docs/frameworks.md
code: MAU-2027
name: Bộ tiêu chí mẫu
name_en: Sample framework
area: {area}
issuer:
  number: 01/QĐ-UBND
  issued_on: 2026-12-01
  by: Cơ quan ban hành
  source: Địa chỉ đăng văn bản
applies_to:
  level: commune
  class: Xã, phường
valid_from: 2027-01-01
periods: year
scale: {{total: 100, unit: points, decimals: 2}}
formula: sum
default_rule: manual
recognition:
  kind: bands
  source: 01/QĐ-UBND
  below: Khởi động
  levels:
    - {{key: hinh-thanh, name: Hình thành, above: 25}}
    - {{key: nang-cao, name: Nâng cao, above: 50}}
nodes:
  - code: "1"
    name: Nhân lực số
    max: 60
    children:
      - code: "1.1"
        name: Người đứng đầu là trưởng ban chỉ đạo
        max: 20
        rule:
          kind: choice
          answers:
            - {{key: chu-tich, label: Bí thư hoặc chủ tịch, share: 1}}
            - {{key: pho, label: Phó, share: 0.5}}
            - {{key: khong, label: Không có, share: 0}}
      - code: "1.2"
        name: Tỷ lệ cán bộ được tập huấn
        max: 40
        rule: {{kind: ratio, target: 80, zero_denominator: missing}}
  - code: "2"
    name: Tuyên truyền
    max: 40
"""
_DAY = re.compile(r"^valid_from:.*$", re.MULTILINE)
_SUCCEEDS = re.compile(r"^succeeds:.*\n", re.MULTILINE)
_CARRIES = re.compile(r"^carries:.*\n(?:[ \t}].*\n)*", re.MULTILINE)
_POINTER = re.compile(r"/(\d+)/(.*)", re.DOTALL)


def example(area: str) -> str:
    """A small sound framework for an area."""
    return EXAMPLE.format(area=area)


def with_day(text: str, day: str) -> str:
    """The text with another effective day; nothing else of it changes."""
    return _DAY.sub(f"valid_from: {day}", text, count=1) if day else text


def with_carries(text: str, carries: Mapping[str, str]) -> str:
    """The text with what each node goes on from stated under `succeeds`, in place of what was stated before."""
    told = "".join(f"  {json.dumps(new)}: {json.dumps(old)}\n" for new, old in carries.items())
    bare = _CARRIES.sub("", text if text.endswith("\n") else f"{text}\n")
    return _SUCCEEDS.sub(lambda found: f"{found[0]}carries:\n{told}", bare, count=1)


def as_written(text: str) -> str:
    """Browsers send line ends of their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def faults_told(faults: Sequence[Fault], detail: str, text: str) -> list[FrameworkFault]:
    """A refusal as faults of the text: with the line where the pointer names one."""
    lines = text.splitlines()
    told = [_fault(fault, lines) for fault in faults]
    return told or [FrameworkFault(line=None, path="", detail=detail, quoted=None)]


def _fault(fault: Fault, lines: list[str]) -> FrameworkFault:
    found = _POINTER.fullmatch(fault.pointer)
    line = int(found[1]) if found else 0
    quoted = lines[line - 1].strip() if 0 < line <= len(lines) else None
    return FrameworkFault(line=line or None, path=found[2] if found else "", detail=fault.detail, quoted=quoted or None)
