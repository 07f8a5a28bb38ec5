"""Publishing forms (biểu mẫu): checked as a whole, every edition kept."""

from asyncio import to_thread
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.forms import FormFault, FormWrite
from kit.caller import Caller
from kit.errors import Forbidden, Invalid, PreconditionRequired, Stale
from kit.preconditions import etag
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.areas import advance_edition
from services.indicators.queries.forms import find_form, get_form_row, lock_form, put_form, written
from services.indicators.queries.register import FORMS, Register, claim_register, current_register
from services.indicators.queries.source import Transaction
from services.indicators.rules.deeds import common_place
from services.indicators.rules.forms.checking import (
    FormFile,
    FormInvalid,
    Known,
    check_form,
    parse_form,
    placed_faults,
    read_plain,
)
from services.indicators.rules.forms.form import KnownForm

OUT_OF_REACH = "Biểu mẫu áp dụng cho địa bàn ngoài phạm vi của tài khoản."


async def publish_form(
    session: AsyncSession, caller: Caller, code: str, terms: FormWrite, *, seen: int | None
) -> tuple[int, bool]:
    """Publish an edition of a form: its number, and whether the form is new. An equal one stays the edition it is.

    `seen` is the edition the sender changes, None for a new form. Raises Forbidden, Stale, PreconditionRequired, and
    Invalid naming every fault.
    """
    source = Transaction(session)
    await claim_register(source)
    edition = await lock_form(source, code)
    stored = None if edition is None else await find_form(source, code)
    register = await current_register(session)
    form = KnownForm(stored.id if stored else 0, code, edition or 0, terms)
    _refuse_strangers(caller, register, form, stored)
    _refuse_unseen(edition, seen)
    faults = check_form(form, Known(register.areas, register.indicators, register.forms))
    if faults:
        raise Invalid("Biểu mẫu chưa đúng, xem từng vị trí. Chưa có gì được lưu.", faults)
    if stored is not None and written(stored.terms) == written(terms):
        return stored.edition, False
    made = await put_form(source, code, terms, caller)
    await advance_edition(source, FORMS)
    before = None if stored is None else stored.terms.model_dump(mode="json")
    place = common_place(set(terms.areas), register.areas)
    deed = Deed(Action.FORM_PUBLISHED, f"form:{code}", place, before, terms.model_dump(mode="json"))
    await tell(session, caller, deed)
    return made, stored is None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a text, the form it says when it can be read, and the edition that stands."""

    faults: list[FormFault]
    file: FormFile | None
    standing: int | None


async def check_form_text(session: AsyncSession, caller: Caller, text: str) -> Checked:
    """All that is wrong with the text of a form's file. Nothing is saved."""
    try:
        plain = await to_thread(parse_form, text)
    except FormInvalid as error:
        return Checked(placed_faults(error, text), None, None)
    try:
        file = await to_thread(read_plain, plain)
    except FormInvalid as error:
        return Checked(placed_faults(error, text, plain), None, None)
    register = await current_register(session)
    stored = next((form for form in register.forms if form.code == file.code), None)
    form = KnownForm(stored.id if stored else 0, file.code, stored.edition if stored else 0, file.terms)
    found = check_form(form, Known(register.areas, register.indicators, register.forms))
    found += [
        Fault(pointer=f"/areas/{place}", detail=OUT_OF_REACH)
        for place, area in enumerate(file.areas)
        if area in register.areas and not caller.may(Right.FORMS_WRITE, register.areas[area].reach)
    ]
    return Checked(placed_faults(FormInvalid(found), text, plain), file, stored.edition if stored else None)


async def load_form_file(session: AsyncSession, caller: Caller, file: FormFile) -> bool:
    """Publish the form of a file; False when it stands exactly so, or when somebody else wrote its last edition."""
    source = Transaction(session)
    edition = await lock_form(source, file.code)
    if edition is not None and (await get_form_row(source, file.code)).by_id != caller.id:
        return False
    made, _ = await publish_form(session, caller, file.code, file.terms, seen=edition)
    return made != edition


def _refuse_unseen(edition: int | None, seen: int | None) -> None:
    if edition is None and seen is not None:
        raise Stale("Chưa có biểu mẫu này; hãy gửi không kèm If-Match để tạo mới.")
    if edition is not None and seen is None:
        raise PreconditionRequired('Biểu mẫu đã có: hãy gửi tiêu đề If-Match với ETag đã nhận khi đọc, ví dụ "v3".')
    if edition != seen:
        raise Stale(
            f"Biểu mẫu đã được người khác sửa, nay ở lần ban hành {edition}. Hãy tải lại, xem thay đổi rồi lưu.",
            headers={"ETag": etag(edition or 1)},
        )


def _refuse_strangers(caller: Caller, register: Register, form: KnownForm, stored: KnownForm | None) -> None:
    """Forbidden unless the caller keeps the forms of every area it applies in, and did before."""
    for place, area in enumerate(form.terms.areas):
        if area in register.areas and not caller.may(Right.FORMS_WRITE, register.areas[area].reach):
            raise Forbidden(OUT_OF_REACH, [Fault(pointer=f"/areas/{place}", detail=OUT_OF_REACH)])
    for area in stored.terms.areas if stored else ():
        if area in register.areas and not caller.may(Right.FORMS_WRITE, register.areas[area].reach):
            raise Forbidden(OUT_OF_REACH)
