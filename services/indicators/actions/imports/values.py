"""Importing values of indicators: published at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.imports import ImportReceipt
from contracts.indicators.values import Source, ValueReceipt
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Forbidden
from kit.shapes import Fault
from services.indicators.actions.imports.comparing import Changes, Grammar, changed_lines, emptied
from services.indicators.actions.imports.opening import MOST_FAULTS, Opened, at_work
from services.indicators.actions.values import publish_values
from services.indicators.queries.round_trips import held_values
from services.indicators.queries.source import Transaction
from services.indicators.queries.templates import reach_of, units_of_measure
from services.indicators.rules.round_trip import Cell, Said, Standing, same
from services.indicators.rules.territory import OUT_OF_REACH
from services.indicators.workbooks.memory import Memory
from services.indicators.workbooks.values import NUMBERS, ValueLine, ValueTable, read_values

OVERTAKEN = "Vừa có người ghi số vào ô còn trống khi tải mẫu. Chưa có gì được lưu; hãy gửi lại tệp để thấy số của họ."
_ALONE = "Dòng có ghi chú nhưng chưa có số. Hãy nhập số, hoặc xoá ghi chú."


async def import_values(session: AsyncSession, caller: Caller, opened: Opened) -> ImportReceipt:
    """Publish the values a file holds."""
    table = await read_table(session, opened)
    standing = await _standing(session, caller, opened)
    changes = compared(table, opened.memory, standing, caller)
    saved = ValueReceipt(received=0, created=0, changed=0, unchanged=0)
    besides = [*table.faults[:MOST_FAULTS], *changes.faults[:MOST_FAULTS]]
    if changes.lines or besides:
        saved = await publish_values(
            session,
            changes.lines,
            by=caller,
            source=Source.IMPORTED,
            point=replace(table, lines=changes.lines).pointer,
            besides=besides,
        )
        _refuse_overtaken(opened, changes, standing, saved)
    return receipt_of(opened, table, changes, (saved.created, saved.changed, saved.unchanged))


def _refuse_overtaken(
    opened: Opened, changes: Changes[ValueLine], standing: Mapping[str, Standing], saved: ValueReceipt
) -> None:
    """Conflict when somebody who sends no workbook filled a cell meanwhile in which nothing stood."""
    new = sum(line.indicator not in standing for line in changes.lines)
    if opened.memory is not None and saved.created < new:
        raise Conflict(OVERTAKEN)


async def read_table(session: AsyncSession, opened: Opened) -> ValueTable:
    """The rows of a file of values."""
    units = await units_of_measure(Transaction(session))
    return await at_work(read_values, opened.book, units, opened.purpose.area, opened.purpose.period)


def compared(
    table: ValueTable, memory: Memory | None, standing: Mapping[str, Standing], caller: Caller
) -> Changes[ValueLine]:
    """The rows the sender changed; a note typed where no number stands is a fault of a file that remembers."""
    lines = table.lines if memory is None else [_yielding(line, memory.row(line.indicator)) for line in table.lines]
    changes = changed_lines(lines, GRAMMAR, memory, standing, by=caller.id, point=table.pointer)
    alone = [] if memory is None else _alone(table, memory)
    return replace(changes, faults=[*changes.faults, *alone])


def receipt_of(
    opened: Opened, table: ValueTable, changes: Changes[ValueLine], counts: Sequence[int], submission: str | None = None
) -> ImportReceipt:
    """What an import of values did."""
    created, changed, unchanged = counts
    return ImportReceipt(
        kind=opened.purpose.kind,
        file_name=opened.upload.plain_name,
        sheet=table.sheet,
        rows=len(table.lines),
        created=created,
        changed=changed,
        unchanged=unchanged,
        untouched=changes.untouched,
        emptied=emptied(opened.memory, table.blank),
        hidden=table.hidden,
        submission=submission,
    )


async def _standing(session: AsyncSession, caller: Caller, opened: Opened) -> dict[str, Standing]:
    """What is published of the unit and period a file remembers; Forbidden where the caller may not publish."""
    area, period = opened.purpose.area, opened.purpose.period
    if opened.memory is None or area is None or period is None:
        return {}
    source = Transaction(session)
    if not caller.may(Right.VALUES_WRITE, await reach_of(source, area)):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])
    return await held_values(source, area, Period.parse(period))


def _alone(table: ValueTable, memory: Memory) -> list[Fault]:
    return [
        Fault(pointer=table.place(blank.addresses, "note"), detail=_ALONE)
        for code, blank in table.blank.items()
        if blank.note and not same(blank.note, memory.row(code).get("note"))
    ]


def _yielding(line: ValueLine, was: Said) -> ValueLine:
    """A value left alone makes room for parts typed beside it: the ratio follows from them."""
    has_parts = line.numerator is not None and line.denominator is not None
    had_parts = was.get("numerator") is not None or was.get("denominator") is not None
    is_left = line.value is not None and same(line.value, was.get("value"))
    return replace(line, value=None) if has_parts and not had_parts and is_left else line


def _said(line: ValueLine) -> Said:
    return {"value": line.value, "numerator": line.numerator, "denominator": line.denominator, "note": line.note}


def _merged(line: ValueLine, said: Said) -> ValueLine:
    """The row as it is to be saved."""
    value, numerator, denominator = (_number(said.get(name)) for name in NUMBERS)
    note = None if said.get("note") is None else str(said["note"])
    return replace(line, value=value, numerator=numerator, denominator=denominator, note=note)


def _number(cell: Cell) -> Decimal | None:
    return cell if isinstance(cell, Decimal) else None


GRAMMAR: Grammar[ValueLine] = Grammar(lambda line: line.indicator, _said, _merged, (NUMBERS, ("note",)))
