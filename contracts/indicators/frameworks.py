"""Frameworks as data: checking and publishing their files, their versions side by side, and their history."""

from enum import StrEnum

from pydantic import Field

from contracts.indicators.definitions import Framework, FrameworkSummary
from kit.shapes import Flag, Instant, Number, Schema, Text, Whole

MOST_BYTES = 1_000_000
"""The longest file of a framework."""


class CarryBasis(StrEnum):
    """Why a node is taken to go on from another."""

    STATED = "stated"
    SAME = "same"
    SAME_NAME = "same_name"
    SIMILAR = "similar"


BASES = (
    "stated: ghi trong tệp (carries), same: cùng mã và tên, same_name: cùng tên khác mã, similar: tên gần giống;"
    " ba loại sau là đề xuất, cần người xác nhận"
)


class FrameworkFault(Schema):
    """One fault of a framework's file."""

    line: Whole | None = Field(title="Dòng", description="Tính từ 1; trống khi lỗi không nằm ở dòng nào")
    path: Text = Field(title="Vị trí", examples=["nodes[0] (1).children[2] (1.3).max"])
    detail: Text = Field(title="Lỗi")
    quoted: Text | None = Field(title="Nội dung của dòng")


class FieldChange(Schema):
    """One thing that is otherwise."""

    aspect: Text = Field(title="Khía cạnh", examples=["maximum"])
    title: Text = Field(title="Tên khía cạnh", examples=["Điểm tối đa"])
    before: Text | None = Field(title="Trước")
    after: Text | None = Field(title="Sau")


class NodeBrief(Schema):
    """A node as a comparison names it."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên")
    parent_code: Text | None = Field(title="Mã nhóm cha")
    is_leaf: Flag = Field(title="Là tiêu chí chấm điểm")
    max_points: Number = Field(title="Điểm tối đa")


class NodeChange(Schema):
    """A node that goes on with changes."""

    code: Text = Field(title="Mã mới")
    old_code: Text = Field(title="Mã cũ")
    name: Text = Field(title="Tên mới")
    changes: list[FieldChange] = Field(title="Các thay đổi")


class NodeCarry(Schema):
    """One node with the node it goes on from."""

    code: Text = Field(title="Mã mới")
    name: Text = Field(title="Tên mới")
    old_code: Text = Field(title="Mã cũ")
    old_name: Text = Field(title="Tên cũ")
    basis: CarryBasis = Field(title="Căn cứ", description=BASES)
    likeness: Number = Field(title="Độ giống của tên", description="0 đến 1")


class ComparedFramework(Schema):
    """One side of a comparison."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên")
    max_points: Number = Field(title="Tổng điểm tối đa")
    leaves: Whole = Field(title="Số tiêu chí")


class FrameworkDiff(Schema):
    """Two frameworks side by side: what changed, and how nodes carry over, both ways."""

    old: ComparedFramework = Field(title="Bộ cũ")
    new: ComparedFramework = Field(title="Bộ mới")
    same: Flag = Field(title="Không khác gì")
    head: list[FieldChange] = Field(title="Thay đổi chung")
    added: list[NodeBrief] = Field(title="Mục thêm mới")
    removed: list[NodeBrief] = Field(title="Mục không còn")
    changed: list[NodeChange] = Field(title="Mục thay đổi")
    points_added: Number = Field(title="Điểm của tiêu chí thêm mới")
    points_removed: Number = Field(title="Điểm của tiêu chí không còn")
    carried: list[NodeCarry] = Field(title="Kế thừa từng mục")
    carries: dict[str, str] = Field(title="Mã mới đến mã cũ")
    carried_to: dict[str, list[str]] = Field(title="Mã cũ đến các mã mới")


class FrameworkCheck(Schema):
    """What became of a file that was checked: its faults, or what it would publish. Nothing is saved."""

    valid: Flag = Field(title="Đạt", description="Không có lỗi và ban hành được")
    faults: list[FrameworkFault] = Field(title="Các lỗi")
    framework: Framework | None = Field(title="Bộ tiêu chí đọc được")
    standing: FrameworkSummary | None = Field(
        title="Bộ đang có", description="Bộ cùng mã, hoặc bộ được kế thừa, mà diff so với"
    )
    diff: FrameworkDiff | None = Field(title="Khác với bộ đang có")


class FrameworkRevision(Schema):
    """One version of a framework as it was published."""

    version: Whole = Field(title="Phiên bản")
    at: Instant = Field(title="Lúc ban hành")
    by: Text | None = Field(title="Người ban hành", description="Chỉ người đã đăng nhập mới xem được")
    reason: Text | None = Field(title="Lý do")
    hash: Text = Field(title="Mã băm SHA-256 của tệp")
