"""Reading one cell as a number, a code or a note, or saying in Vietnamese why it is none."""

from decimal import Decimal

from kit.numbers import NotANumber, WrittenNumber, read_written
from kit.sheets import KEPT_AS_TEXT
from services.indicators.rules.typed_numbers import SIGNS, machine_number, written_number
from services.indicators.workbooks.grid import Cell, CellKind

LONGEST_NOTE = 4000

_WRONG_KIND = {
    CellKind.FORMULA: "Ô này là công thức. Hãy chép rồi dán giá trị (Paste Special → Values) và gửi lại.",
    CellKind.DATE: "Ô này là ngày tháng, không phải số. Excel có thể đã đổi số vừa gõ thành ngày: hãy định dạng ô"
    " kiểu Số (Number) rồi gõ lại.",
    CellKind.YES_NO: "Ô này là giá trị đúng/sai (TRUE/FALSE), không phải số.",
    CellKind.ERROR: "Ô này đang báo lỗi của Excel, không có số.",
}
_CODE_KIND = {
    CellKind.NUMBER: "Mã đang ở dạng số nên Excel có thể đã làm mất số 0 (4.10 thành 4.1). Hãy định dạng cột mã kiểu"
    " Văn bản (Text) rồi gõ lại mã.",
    CellKind.DATE: "Mã đã bị Excel đổi thành ngày tháng. Hãy định dạng cột mã kiểu Văn bản (Text) rồi gõ lại mã.",
    CellKind.FORMULA: "Ô mã là công thức. Hãy dán giá trị (Paste Special → Values) và gửi lại.",
}
_NOT_PERCENT = "Ô này ghi phần trăm (%), trong khi ở đây cần số không có dấu %."


class CellRefused(ValueError):
    """A cell that is not what its column asks for. The message is Vietnamese."""

    def __init__(self, cell: Cell, detail: str) -> None:
        super().__init__(detail)
        self.address = cell.address
        self.detail = detail


def number_in(cell: Cell, *, percent: bool = False) -> Decimal:
    """The number a cell means. With `percent` a cell shown as 84,67% is 84.67; else a per cent sign is refused."""
    if cell.kind in _WRONG_KIND:
        raise CellRefused(cell, _WRONG_KIND[cell.kind])
    if cell.number is not None:
        if cell.percent and not percent:
            raise CellRefused(cell, _NOT_PERCENT)
        return cell.number * 100 if cell.percent else cell.number
    try:
        written = _written(cell)
    except NotANumber as error:
        raise CellRefused(cell, f"“{_short(cell.text)}” không phải là số. Ví dụ: 84,67") from error
    if written.is_percent and not percent:
        raise CellRefused(cell, _NOT_PERCENT)
    return written.value


def _written(cell: Cell) -> WrittenNumber:
    text = cell.text.removeprefix(KEPT_AS_TEXT)
    bare = text.removesuffix("%").rstrip()
    if not cell.separator or not SIGNS.fullmatch(bare):
        return read_written(text)
    read = machine_number if cell.separator == "," else written_number
    try:
        return WrittenNumber(Decimal(str(read(bare))), is_percent=bare != text)
    except ValueError as error:
        raise CellRefused(cell, f"{error}.") from error


def code_in(cell: Cell) -> str:
    """The code a cell holds; whole numbers are codes of the first level, other numbers are refused."""
    if cell.number is not None and cell.number == cell.number.to_integral_value():
        return f"{cell.number:f}"
    if cell.kind is not CellKind.TEXT:
        raise CellRefused(cell, _CODE_KIND.get(cell.kind, "Ô này không phải là mã."))
    return cell.text


def note_in(cell: Cell) -> str:
    """The words a cell holds, of whatever kind; a formula is refused, its words are not known."""
    if cell.kind is CellKind.FORMULA:
        raise CellRefused(cell, _WRONG_KIND[CellKind.FORMULA])
    if len(cell.text) > LONGEST_NOTE:
        raise CellRefused(cell, f"Ghi chú dài quá {LONGEST_NOTE} ký tự.")
    return cell.text


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
