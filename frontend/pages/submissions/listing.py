"""The list of reviewers (/duyet): who owes what and how it stands; many accepted or reminded at once."""

from typing import Any

from fastapi import APIRouter, Request, Response

from contracts.access import Right
from contracts.indicators.obligations import Obligation
from frontend.addresses import address
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.downloads import csv_file
from frontend.formats import capital, period
from frontend.pages.submissions.asked import ALL, LATE, PATH, STATE_OPTIONS, AddressAsked, Asked, FormAsked
from frontend.pages.submissions.many import ACCEPT, NOTHING_CHOSEN, REMIND, accept_chosen, key_of, remind_chosen
from frontend.reading.submissions.coming import periods_of
from frontend.reading.submissions.words import STATES, UNSENT, due_tag, due_text, reminded_text
from frontend.render import view
from frontend.spreadsheets import obligations_csv
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.clock import today
from kit.errors import Invalid
from kit.paging import cursor_in

API = "/api/indicators/v1/submissions/obligations"
PAGE = 50
TITLE = "Duyệt số liệu"

router = APIRouter(include_in_schema=False)


@router.get(f"{PATH}.csv")
async def download_list(*, client: ClientDep, asked: AddressAsked) -> Response:
    """The whole filtered list as CSV."""
    found = await client.list_every_obligation(asked.wanted(None))
    return csv_file("nghia-vu-bao-cao", obligations_csv(found))


@router.get(PATH)
async def show_list(*, request: Request, client: ClientDep, asked: AddressAsked) -> Response:
    """A page of the filtered list."""
    return await _show(request, client, asked)


@router.post(PATH, dependencies=[CsrfChecked])
async def act(*, request: Request, client: ClientDep, asked: FormAsked) -> Response:
    """Accepts or reminds what was chosen, and tells what became of each."""
    form = await request.form()
    rows = [str(row) for row in form.getlist("dong" if form.get("tat_ca") else "chon")]
    task = str(form.get("viec", ""))
    if task not in (ACCEPT, REMIND) or not rows:
        return await _show(request, client, asked, error=NOTHING_CHOSEN)
    try:
        results = await (accept_chosen if task == ACCEPT else remind_chosen)(client, rows)
    except Invalid as refusal:
        return await _show(request, client, asked, error=refusal.detail or refusal.title)
    return view(
        request,
        "submissions/results.html",
        nav="duyet",
        title="Kết quả duyệt" if task == ACCEPT else "Kết quả nhắc nộp",
        results=results,
        done=sum(one.done for one in results),
        what="hồ sơ đã duyệt" if task == ACCEPT else "đơn vị đã được nhắc",
        back=asked.href(),
        more=asked.href(tt="submitted" if task == ACCEPT else LATE),
    )


async def _show(request: Request, client: Client, asked: Asked, error: str | None = None) -> Response:
    caller, day = caller_in(request), today()
    forms = await client.list_forms()
    page = await client.list_obligations(asked.wanted(PAGE))
    chosen = next((form for form in forms if form.code == asked.form), None)
    periods = {one for form in ([chosen] if chosen else forms) for one in periods_of(form, day)}
    after = cursor_in(page.next)
    return view(
        request,
        "submissions/list.html",
        block="found",
        status=422 if error else 200,
        nav="duyet",
        title=f"{'Lỗi: ' if error else ''}{TITLE}",
        asked=asked,
        rows=[_row(caller, one) for one in page.items],
        forms=[("", "Mọi biểu mẫu"), *((form.code, form.name) for form in forms)],
        periods=[("", "Mọi kỳ"), *((str(one), capital(period(str(one)))) for one in sorted(periods, reverse=True))],
        states=STATE_OPTIONS,
        error=error,
        next_page=asked.href(sau=after) if after else None,
        first_page=asked.href() if asked.after else None,
        **_tools(caller, asked),
    )


def _tools(caller: Caller, asked: Asked) -> dict[str, Any]:
    """What the visitor may do on the page, and the same list for machines."""
    wanted = asked.wanted(None)
    query = {"form": wanted.form, "period": wanted.period, "within": wanted.within, "state": wanted.state}
    flags = {"late": "true", "unsent": "true"} if wanted.late else {}
    return {
        "reviews": caller.holds(Right.SUBMISSIONS_REVIEW),
        "publishes": caller.holds(Right.SUBMISSIONS_PUBLISH),
        "publish_href": address(f"{PATH}/cong-bo", bm=asked.form, ky=asked.period, dv=asked.place.chosen),
        "csv_href": asked.href(f"{PATH}.csv"),
        "json_href": address(API, **query, **flags),
        "is_late": asked.state == LATE,
        "late_href": asked.href(tt=LATE),
        "all_href": address(PATH, tt=ALL),
    }


def _row(caller: Caller, one: Obligation) -> dict[str, Any]:
    """One line of the list."""
    unsent = one.state in UNSENT
    reviews = caller.holds(Right.SUBMISSIONS_REVIEW)
    return {
        "one": one,
        "key": key_of(one) if reviews and (unsent or one.state == "submitted") else None,
        "href": f"{PATH}/{one.submission}" if one.submission else None,
        "state": STATES[one.state],
        "due": due_text(one.due_on),
        "due_tag": due_tag(one.due_on, one.days_late, today(), unsent=unsent and one.sent_at is None),
        "reminded": reminded_text(one.reminded_at, one.reminded_by),
    }
