"""One step of a sheet (/cham-diem/{id}/buoc/{viec}): what it does, what hinders it, its words; then it is taken."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.rounds import SheetVerb
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.formats import day
from frontend.pages.rounds.said import Said, said_in
from frontend.pages.rounds.sheet import REFUSALS, open_round
from frontend.reading.rounds.opened import Opened
from frontend.reading.rounds.words import MEANS, NAMES, SLUGS, round_href, step_href
from frontend.render import view
from kit.errors import NotFound, Refusal, Stale

SEE_OTHER = 303
ONE = "/cham-diem/{assessment}/buoc/{viec}"
VERBS = {slug: verb for verb, slug in SLUGS.items() if verb is not SheetVerb.PUBLISH}
KEPT = "luu"

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_step(*, request: Request, client: ClientDep, assessment: str, viec: str) -> Response:
    """What the step does, what is still missing, and its form."""
    verb = _verb(viec)
    opened = await open_round(client, assessment)
    return _show(request, opened, verb, Said(due=day(str(opened.round.due)) if opened.round.due else ""))


@router.post(ONE, dependencies=[CsrfChecked])
async def take_step(*, request: Request, client: ClientDep, assessment: str, viec: str) -> Response:
    """Takes the step and shows where the sheet stands; a refusal shows the present state and all that was typed."""
    verb, form = _verb(viec), await request.form()
    said, only_keeps = said_in(form), form.get("viec") == KEPT
    opened = await open_round(client, assessment)
    try:
        await _carry_out(client, opened, verb, said, only_keeps)
    except REFUSALS as refusal:
        return _show(request, await open_round(client, assessment), verb, said, refusal)
    if only_keeps:
        return RedirectResponse(f"{step_href(assessment, verb)}?xong={KEPT}", SEE_OTHER)
    return RedirectResponse(f"{round_href(assessment)}?xong={SLUGS[verb]}", SEE_OTHER)


async def _carry_out(client: Client, opened: Opened, verb: SheetVerb, said: Said, only_keeps: bool) -> None:
    version = said.version
    if verb is SheetVerb.EXPLAIN:
        if version != opened.round.version:
            raise Stale("Hồ sơ đã thay đổi từ lúc bạn mở trang.")
        for question, answer in said.changed_answers(opened).items():
            version = (await client.save_answer(opened.sheet.id, version, question, answer)).version
        if only_keeps:
            return
    await client.take_step(opened.sheet.id, version, said.step(verb, opened))


def _verb(slug: str) -> SheetVerb:
    if slug not in VERBS:
        raise NotFound("Không có bước này.")
    return VERBS[slug]


def _show(request: Request, opened: Opened, verb: SheetVerb, said: Said, refusal: Refusal | None = None) -> Response:
    errors = said.errors(refusal) if refusal else []
    if refusal and verb is SheetVerb.EXPLAIN:
        errors += said.unanswered(opened)
    return view(
        request,
        "rounds/step.html",
        status=refusal.status if refusal else 200,
        nav="cham-diem",
        title=f"{'Lỗi: ' if refusal else ''}{NAMES[verb]}: {opened.sheet.area_name}",
        heading_words=f"{NAMES[verb]}: {opened.sheet.area_name}",
        opened=opened,
        verb=verb,
        name=NAMES[verb],
        means=MEANS[verb],
        offered=opened.allowed.get(verb),
        lacks=opened.lacks(verb),
        said=said,
        errors=errors,
        found={name: text for name, text in errors if name},
        moved=refusal is not None and _moved(opened, verb, said, refusal),
        kept=request.query_params.get("xong") == KEPT,
    )


def _moved(opened: Opened, verb: SheetVerb, said: Said, refusal: Refusal) -> bool:
    """Whether somebody else changed the sheet meanwhile; explanations that were just kept change it too."""
    if verb is SheetVerb.EXPLAIN:
        return isinstance(refusal, Stale)
    return said.version != opened.round.version
