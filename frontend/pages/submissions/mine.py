"""My work (/viec): everything that waits for the visitor, first due first, one verb a line."""

import asyncio
from collections.abc import Iterable

from fastapi import APIRouter, Request, Response

from contracts.access import Right
from contracts.indicators.obligations import LateUnits, Task
from frontend.client import Client, ClientDep, card_of, own_place_of
from frontend.pages.entry.assessed import unopened_sheets
from frontend.reading.rounds.tasks import sheet_task_lines
from frontend.reading.rounds.unopened import unopened_lines
from frontend.reading.submissions.coming import next_of
from frontend.reading.submissions.tasks import late_groups, task_lines
from frontend.render import view
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.clock import today

PATH = "/viec"
MOST = 500

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_work(*, request: Request, client: ClientDep) -> Response:
    """The list; what could not be had is said, the rest is shown."""
    caller, day = caller_in(request), today()
    tasks, sheets, unopened, late, forms, place = await asyncio.gather(
        card_of(client.list_tasks(MOST)),
        card_of(client.list_sheet_tasks(MOST)),
        card_of(unopened_sheets(client, caller)),
        card_of(_late(client, caller)),
        card_of(client.list_forms()),
        own_place_of(request, client),
    )
    waiting = tasks.value.items if tasks.value else []
    lines = [
        *task_lines(waiting, await _names(client, waiting), day),
        *sheet_task_lines(sheets.value.items if sheets.value else [], day),
        *unopened_lines(unopened.value or []),
    ]
    older = sum(task.older for task in waiting)
    places = [grant.on for grant in caller.grants]
    return view(
        request,
        "submissions/mine.html",
        nav="viec",
        title="Việc của tôi",
        lines=lines,
        count=len(lines) + older,
        late_count=sum(line.is_late for line in lines) + older,
        failed=tasks.failed or sheets.failed or unopened.failed,
        is_cut=any(card.value and card.value.next for card in (tasks, sheets)),
        late=late_groups(late.value or []),
        coming=next_of(forms.value or [], [place, *places], day),
        reviews=caller.holds(Right.SUBMISSIONS_REVIEW) or caller.holds(Right.SUBMISSIONS_PUBLISH),
    )


async def _names(client: Client, tasks: Iterable[Task]) -> dict[str, str]:
    """The names of indicators, asked for only when one came back."""
    if not any(task.returned for task in tasks):
        return {}
    known = await card_of(client.list_indicators())
    return {one.code: one.name for one in known.value or []}


async def _late(client: Client, caller: Caller) -> list[LateUnits]:
    return await client.list_late() if caller.holds(Right.SUBMISSIONS_REVIEW) else []
