"""Sheets that wait for somebody, one line each with one verb; many that wait for the same stand together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import SheetVerb
from contracts.indicators.sheet_tasks import SheetTask, SheetTaskKind
from frontend.addresses import address
from frontend.formats import day, decimal, period
from frontend.reading.rounds.words import round_href, step_href
from frontend.reading.submissions.tasks import TaskLine
from frontend.reading.submissions.words import Tag, due_tag, due_text

WHY: Mapping[SheetTaskKind, Tag] = {
    SheetTaskKind.TO_SUBMIT: ("Đang tự đánh giá", "watch"),
    SheetTaskKind.SENT_BACK: ("Bị trả lại", "late"),
    SheetTaskKind.TO_EXPLAIN: ("Phải giải trình", "late"),
    SheetTaskKind.TO_APPRAISE: ("Chờ thẩm định", "wait"),
    SheetTaskKind.EXPLAINED: ("Đã giải trình", "wait"),
    SheetTaskKind.APPRAISING: ("Đang thẩm định", "watch"),
    SheetTaskKind.TO_FINALISE: ("Chờ chốt điểm", "wait"),
    SheetTaskKind.TO_PUBLISH: ("Chờ công bố", "wait"),
}
VERBS: Mapping[SheetTaskKind, str] = {
    SheetTaskKind.TO_SUBMIT: "Nhập",
    SheetTaskKind.SENT_BACK: "Sửa",
    SheetTaskKind.TO_EXPLAIN: "Giải trình",
    SheetTaskKind.TO_APPRAISE: "Tiếp nhận",
    SheetTaskKind.EXPLAINED: "Thẩm định",
    SheetTaskKind.APPRAISING: "Thẩm định",
    SheetTaskKind.TO_FINALISE: "Chốt điểm",
    SheetTaskKind.TO_PUBLISH: "Công bố",
}
OWN = frozenset({SheetTaskKind.TO_SUBMIT, SheetTaskKind.SENT_BACK, SheetTaskKind.TO_EXPLAIN})
TOGETHER = 3
"""From so many on, sheets that wait for the same are one line."""


def sheet_task_lines(tasks: Iterable[SheetTask], today: date) -> list[TaskLine]:
    """Lines: what was sent back or asked first, then what waits for a decision."""
    order = list(SheetTaskKind)
    found = sorted(
        tasks, key=lambda one: (one.kind not in OWN, one.due or date.max, order.index(one.kind), one.framework)
    )
    lines = []
    for (kind, _, _), group in groupby(found, lambda one: (one.kind, one.framework, one.period)):
        several = list(group)
        if len(several) >= TOGETHER and kind not in OWN:
            lines.append(_together(several))
        else:
            lines += [_line(one, today) for one in several]
    return lines


def _line(task: SheetTask, today: date) -> TaskLine:
    late = max(0, (today - task.due).days) if task.due else 0
    verb, href = _verb(task)
    return TaskLine(
        title=_title(task),
        unit=task.area_name,
        why=("Chưa tự đánh giá", "none")
        if task.kind == SheetTaskKind.TO_SUBMIT and not task.scored
        else WHY[task.kind],
        verb=verb,
        href=href,
        due=due_text(task.due) if task.due else None,
        due_tag=due_tag(task.due, late, today, unsent=True) if task.due else None,
        reasons=[task.reason] if task.reason and task.kind == SheetTaskKind.SENT_BACK else [],
        said=_said(task),
    )


def _verb(task: SheetTask) -> tuple[str, str]:
    entry = address("/nhap", bm=task.framework, dv=task.area, ky=task.period)
    match task.kind:
        case SheetTaskKind.TO_SUBMIT:
            ready = task.scored >= task.criteria > 0
            return ("Nộp", step_href(task.assessment, SheetVerb.SUBMIT)) if ready else (VERBS[task.kind], entry)
        case SheetTaskKind.SENT_BACK:
            return VERBS[task.kind], entry
        case SheetTaskKind.TO_EXPLAIN:
            return VERBS[task.kind], step_href(task.assessment, SheetVerb.EXPLAIN)
        case SheetTaskKind.TO_APPRAISE:
            return VERBS[task.kind], round_href(task.assessment)
        case SheetTaskKind.TO_FINALISE:
            return VERBS[task.kind], step_href(task.assessment, SheetVerb.FINALISE)
        case SheetTaskKind.TO_PUBLISH:
            return VERBS[task.kind], address("/cham-diem/cong-bo", bo=task.framework, ky=task.period, chon=task.area)
        case _:
            return VERBS[task.kind], address("/cham-diem", dv=task.area, bo=task.framework, ky=task.period)


def _said(task: SheetTask) -> str:
    since = f"từ ngày {day(str(task.since))}"
    match task.kind:
        case SheetTaskKind.TO_SUBMIT | SheetTaskKind.SENT_BACK:
            return f"Đã chấm {decimal(task.scored)} / {decimal(task.criteria)} tiêu chí"
        case SheetTaskKind.TO_EXPLAIN:
            return f"{decimal(task.unanswered)} / {decimal(task.questions)} câu hỏi chưa trả lời"
        case SheetTaskKind.APPRAISING | SheetTaskKind.EXPLAINED:
            return f"Đã thẩm định {decimal(task.judged)} / {decimal(task.criteria)} tiêu chí, {since}"
        case _:
            return f"Chờ {since}"


def _together(tasks: Sequence[SheetTask]) -> TaskLine:
    first, count = tasks[0], decimal(len(tasks))
    states = {
        SheetTaskKind.TO_APPRAISE: SheetState.SUBMITTED,
        SheetTaskKind.TO_PUBLISH: SheetState.FINALISED,
    }
    state = states.get(first.kind, SheetState.APPRAISING)
    publish = address("/cham-diem/cong-bo", bo=first.framework, ky=first.period)
    listed = address("/cham-diem", bo=first.framework, ky=first.period, tt=state.value)
    return TaskLine(
        title=_title(first),
        unit=f"{count} đơn vị",
        why=(f"{count} hồ sơ {WHY[first.kind][0].lower()}", WHY[first.kind][1]),
        verb=VERBS[first.kind],
        href=publish if first.kind == SheetTaskKind.TO_PUBLISH else listed,
        said=f"Lâu nhất từ ngày {day(str(min(one.since for one in tasks)))}",
    )


def _title(task: SheetTask) -> str:
    return f"{task.framework_name} · {period(task.period)}"
