"""Chosen lines of the list: accepted as they were seen, or reminded; what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from contracts.indicators.obligations import Obligation, ReminderCreate
from contracts.indicators.submissions import AcceptanceBatch, AcceptanceItem, StepResult
from frontend.client import Client
from frontend.formats import capital, period
from frontend.reading.submissions.words import STATES
from kit.errors import Invalid

ACCEPT, REMIND = "duyet", "nhac"
NOTHING_CHOSEN = "Hãy đánh dấu ít nhất một dòng, rồi bấm nút."
NOT_SENT = "Đơn vị chưa gửi nên không duyệt được."
MARK = "|"
MOST = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line as its checkbox carries it."""

    form: str
    period: str
    area: str
    name: str
    submission: str
    version: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one line."""

    name: str
    what: str
    done: bool
    said: str
    href: str | None = None


def key_of(one: Obligation) -> str:
    """What the checkbox of a line carries."""
    told = (one.form, one.period, one.area, one.area_name.replace(MARK, " "), one.submission or "", one.version or "")
    return MARK.join(str(part) for part in told)


def result_of(one: StepResult, what: str, done: str) -> Result:
    """What became of a submission, in words."""
    said = done if one.done else one.detail or (STATES[one.state][0] if one.state else "Không làm được")
    return Result(one.area_name or "Không rõ đơn vị", what, one.done, said, f"/duyet/{one.id}")


async def accept_chosen(client: Client, keys: Sequence[str]) -> list[Result]:
    """Accept what was sent, at the versions that were seen; lines that are not sent are told apart."""
    lines, names = _lines(keys), await _names(client)
    sent = [line for line in lines if line.submission and line.version]
    results = [Result(line.name, _what(line, names), False, NOT_SENT) for line in lines if line not in sent]
    if not sent:
        return results
    try:
        items = [AcceptanceItem(id=line.submission, version=int(line.version)) for line in sent]
    except (ValidationError, ValueError) as error:
        raise Invalid("Trang đã cũ. Hãy tải lại trang rồi chọn lại.") from error
    by_id = {line.submission: line for line in sent}
    told = await client.accept_several(AcceptanceBatch(items=items))
    return [*(result_of(one, _what(by_id[one.id], names), "Đã duyệt") for one in told), *results]


async def remind_chosen(client: Client, keys: Sequence[str]) -> list[Result]:
    """Remind units, form by form and period by period."""
    results, names = list[Result](), await _names(client)
    groups: dict[tuple[str, str], list[Chosen]] = {}
    for line in _lines(keys):
        groups.setdefault((line.form, line.period), []).append(line)
    for (form, term), lines in groups.items():
        try:
            wanted = ReminderCreate(form=form, period=term, areas=[line.area for line in lines])
        except ValidationError as error:
            raise Invalid("Trang đã cũ. Hãy tải lại trang rồi chọn lại.") from error
        receipt = await client.remind(wanted)
        told = {one.area: one for one in receipt.items}
        for line in lines:
            one = told[line.area]
            results.append(Result(line.name, _what(line, names), one.reminded, one.detail or "Đã nhắc"))
    return results


def _lines(keys: Sequence[str]) -> list[Chosen]:
    found = [Chosen(*parts) for key in dict.fromkeys(keys[:MOST]) if len(parts := key.split(MARK)) == 6]
    if len(found) < len(set(keys)):
        raise Invalid("Trang đã cũ. Hãy tải lại trang rồi chọn lại.")
    return found


async def _names(client: Client) -> dict[str, str]:
    return {form.code: form.name for form in await client.list_forms()}


def _what(line: Chosen, names: Mapping[str, str]) -> str:
    return f"{names.get(line.form, line.form)} · {capital(period(line.period))}"
