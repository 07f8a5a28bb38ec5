"""Publishing values (công bố số liệu): the whole batch is right and becomes visible at once, or nothing of it."""

from collections.abc import Callable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.values import Source, ValueReceipt
from kit.caller import Caller
from kit.errors import Forbidden, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.publishing import Saved, list_published, publish
from services.indicators.queries.register import Register, current_register
from services.indicators.rules.batch import Batch, Checked, Finding
from services.indicators.rules.columns import Columns, Entry
from services.indicators.rules.deeds import MOST_CELLS, Told, cells_told, common_place, listed, one_reason

MOST_FAULTS = 100

Pointer = Callable[[int, str], str]
"""Where the sender finds a field of a row: a JSON pointer, a line of a CSV, a cell of a workbook. The field is empty
when the whole row is meant."""


class NotYours(Forbidden):
    """403: some of the values belong to areas out of the sender's reach."""


class ValuesRefused(Invalid):
    """422: some of the values cannot be saved; the faults name them."""


def in_json(row: int, field: str) -> str:
    """The JSON pointer of a field of the body's row."""
    return f"/values/{row}/{field}" if field else f"/values/{row}"


async def publish_values(
    session: AsyncSession,
    entries: Columns | Sequence[Entry],
    *,
    by: Caller,
    source: Source,
    point: Pointer = in_json,
    quotes: Sequence[str | None] = (),
    only_new: bool = False,
    besides: Sequence[Fault] = (),
    right: Right = Right.VALUES_WRITE,
    past_forms: Right = Right.SUBMISSIONS_PUBLISH,
) -> ValueReceipt:
    """Save values as published revisions, with the sums of the areas above. Raises NotYours and ValuesRefused.

    `entries` are contracts (`ValueCreate`) or anything shaped like them, row by row or in columns; a value equal to
    the saved one changes nothing. `quotes` are the words of the source, row by row. `only_new` leaves what is saved
    already untouched. `besides` is what the sender's file had wrong already: it is told together with what is found
    here. `right` is the one it takes; cells of forms in force take `past_forms` as well.
    """
    columns = entries if isinstance(entries, Columns) else Columns.of(entries)
    register = await current_register(session)
    checked = _batch(register, by, right, past_forms).check(columns, quotes)
    if checked.forbidden:
        raise NotYours("Có số liệu của đơn vị ngoài phạm vi của tài khoản.", _faults(checked.forbidden, point))
    if checked.wrong or besides:
        raise ValuesRefused(
            "Có số liệu chưa đúng, xem từng vị trí. Chưa có gì được lưu.", [*besides, *_faults(checked.wrong, point)]
        )
    saved = await save_checked(session, checked, columns, register, by=by, source=source, only_new=only_new)
    return ValueReceipt(
        received=len(columns),
        created=saved.created,
        changed=saved.changed,
        unchanged=len(columns) - saved.created - saved.changed,
    )


def _batch(register: Register, by: Caller, right: Right, past_forms: Right) -> Batch:
    return Batch(
        register.areas,
        register.indicators,
        lambda reach: by.may(right, reach),
        register.guards,
        lambda reach: by.may(past_forms, reach),
    )


async def save_checked(
    session: AsyncSession,
    checked: Checked,
    columns: Columns,
    register: Register,
    *,
    by: Caller,
    source: Source,
    only_new: bool = False,
) -> Saved:
    """Publish what was found right, and tell it."""
    saved = await publish(session, checked, source=source.value, by_id=by.id, by_name=by.name, only_new=only_new)
    if saved.publication is not None:
        await _tell(session, by, columns, saved, common_place(set(columns.area), register.areas))
    return saved


def _faults(findings: Sequence[Finding], point: Pointer) -> list[Fault]:
    return [Fault(pointer=point(found.row, found.field), detail=found.detail) for found in findings[:MOST_FAULTS]]


async def _tell(session: AsyncSession, by: Caller, columns: Columns, saved: Saved, place: str) -> None:
    """Tell the audit what was published: cell by cell when it was little."""
    before: Told = {}
    after: Told = {
        "publication": saved.publication,
        "created": saved.created,
        "changed": saved.changed,
        "periods": listed(columns.period),
        "areas": listed(columns.area),
    }
    if saved.created + saved.changed <= MOST_CELLS:
        before, now = cells_told(await list_published(session, saved.publication or 0))
        after |= now
    else:
        after["digest"] = saved.digest
    subject, reason = f"publication:{saved.publication}", one_reason(columns.reason)
    await tell(session, by, Deed(Action.VALUES_PUBLISHED, subject, place, before or None, after, reason))
