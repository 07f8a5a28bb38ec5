"""The desk where a framework is written: checked line by line, previewed, and published with a reason."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.access import Right
from contracts.indicators.frameworks import MOST_BYTES, FrameworkCheck, FrameworkFault
from frontend.client import Client, ClientDep, Publication
from frontend.csrf import CsrfChecked
from frontend.pages.frameworks.comparison import BASES
from frontend.pages.frameworks.listing import DRAFT, PATH
from frontend.reading.frameworks.drafts import as_written, example, faults_told, with_carries, with_day
from frontend.reading.frameworks.trees import LEVELS, days_of, points_of, tree_rows
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Invalid, Malformed, PreconditionRequired, Stale, TooLarge

SEE_OTHER = 303
CARRY = "ke-thua"
"""The wish that states in the text what each criterion goes on from, as it was proposed."""
EMPTY = "Hãy nhập nội dung của bộ tiêu chí."
Box = Annotated[str, Form(max_length=2000)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes: the text, why, from when, and the version that was seen when it was checked."""

    text: str
    reason: str = ""
    day: str = ""
    version: str = ""
    wish: str = ""


async def typed_of(
    noi_dung: Annotated[str, Form(max_length=2 * MOST_BYTES)] = "",
    ly_do: Box = "",
    hieu_luc: Box = "",
    phien_ban: Box = "",
    viec: Box = "",
) -> Typed:
    """What was sent."""
    return Typed(as_written(noi_dung), ly_do.strip(), hieu_luc.strip(), phien_ban, viec)


TypedDep = Annotated[Typed, Depends(typed_of)]


@router.get(DRAFT)
async def show_desk(*, request: Request, client: ClientDep, tu: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The text of an existing framework, or the example."""
    if tu:
        return _desk(request, Typed(await client.get_definition(tu)))
    places = request.state.caller.places(Right.FRAMEWORKS_WRITE)
    return _desk(request, Typed(example(places[0] if places else "VN")))


@router.post(DRAFT, dependencies=[CsrfChecked])
async def work(*, request: Request, client: ClientDep, typed: TypedDep) -> Response:
    """Checks the text, or publishes it; whatever is refused, all that was typed stays."""
    if not typed.text.strip():
        return _desk(request, typed, faults=[FrameworkFault(line=None, path="", detail=EMPTY, quoted=None)])
    text = with_day(typed.text, typed.day)
    typed = Typed(text, typed.reason, "", typed.version, typed.wish)
    try:
        check = await client.check_framework(text)
        if typed.wish == CARRY and check.diff is not None:
            text = with_carries(text, {one.code: one.old_code for one in check.diff.carried})
            typed = replace(typed, text=text)
            check = await client.check_framework(text)
        if typed.wish != "ban-hanh" or not check.valid or check.framework is None:
            return _desk(request, typed, check=check, faults=check.faults)
        return await _publish(client, typed, check)
    except (Invalid, Conflict, Stale, PreconditionRequired, TooLarge, Malformed) as refusal:
        return _desk(request, typed, faults=faults_told(refusal.faults, refusal.detail, text), status=refusal.status)


async def _publish(client: Client, typed: Typed, check: FrameworkCheck) -> Response:
    assert check.framework is not None
    code = check.framework.code
    seen = int(typed.version) if typed.version.isdecimal() else None
    made = await client.publish_framework(Publication(code, typed.text, typed.reason, seen))
    return RedirectResponse(f"{PATH}/{made.code}?xong=ban-hanh", SEE_OTHER, NOT_KEPT)


def _desk(
    request: Request,
    typed: Typed,
    *,
    check: FrameworkCheck | None = None,
    faults: list[FrameworkFault] | None = None,
    status: int | None = None,
) -> Response:
    wrong = bool(faults)
    return view(
        request,
        "frameworks/draft.html",
        status=status or (422 if wrong else 200),
        nav="bo-tieu-chi",
        title=f"{'Lỗi: ' if wrong else ''}Soạn bộ tiêu chí",
        headers=NOT_KEPT,
        typed=typed,
        faults=faults or [],
        bases=BASES,
        **_preview(check),
    )


def _proposes(check: FrameworkCheck) -> bool:
    """Whether something is proposed to go on from the framework that this one succeeds, and not yet stated."""
    diff, framework = check.diff, check.framework
    if diff is None or framework is None or diff.old.code != framework.succeeds:
        return False
    return any(one.basis != "stated" for one in diff.carried)


def _preview(check: FrameworkCheck | None) -> dict[str, Any]:
    """What the text would publish, where it reads well."""
    framework = check.framework if check else None
    standing = check.standing if check else None
    if framework is None:
        return {"framework": None, "valid": False, "diff": None, "may_carry": False, "version": ""}
    revises = standing is not None and standing.code == framework.code
    return {
        "framework": framework,
        "valid": check is not None and check.valid,
        "diff": check.diff if check else None,
        "may_carry": check is not None and _proposes(check),
        "version": standing.version if revises and standing else "",
        "rows": tree_rows(framework),
        "days": days_of(framework),
        "points": points_of(framework),
        "level": LEVELS[framework.level],
    }
