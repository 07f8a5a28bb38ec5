"""What waits for somebody, one line each with one verb; submissions to decide on stand together by form and period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from contracts.indicators.obligations import LateUnits, ObligationState, Task, TaskKind
from contracts.indicators.submissions import Verb
from frontend.addresses import address
from frontend.formats import capital, decimal, period
from frontend.reading.submissions.words import Tag, due_tag, due_text, reminded_text

WHY: dict[TaskKind, Tag] = {
    TaskKind.DUE: ("Đến kỳ gửi", "neutral"),
    TaskKind.LATE: ("Chậm gửi", "late"),
    TaskKind.RETURNED: ("Bị trả lại", "late"),
    TaskKind.CORRECTION: ("Đang sửa số đã công bố", "watch"),
    TaskKind.TO_REVIEW: ("Chờ duyệt", "wait"),
    TaskKind.TO_PUBLISH: ("Chờ công bố", "wait"),
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line: what, whose, why, by when, and the verb that moves it on."""

    title: str
    unit: str
    why: Tag
    verb: str
    href: str
    due: str | None = None
    due_tag: Tag | None = None
    reasons: list[str] = field(default_factory=list)
    said: str | None = None
    older: str | None = None
    older_href: str | None = None

    @property
    def is_late(self) -> bool:
        """Whether its due day is over."""
        return self.due_tag is not None and self.due_tag[1] == "late"


@dataclass(frozen=True, slots=True)
class Waited:
    """Units that are late with one form and period."""

    title: str
    count: int
    longest: int
    href: str
    older: str | None
    older_href: str


def task_lines(tasks: Iterable[Task], names: Mapping[str, str], today: date) -> list[TaskLine]:
    """Lines in the order of their due days; `names` are those of the indicators."""
    lines = []
    for (_, form, due, term), group in groupby(tasks, lambda task: (task.verb, task.form, task.due_on, task.period)):
        several = list(group)
        del form, due, term
        if len(several) > 1 and several[0].verb is not Verb.SUBMIT:
            lines.append(_together(several))
        else:
            lines += [_line(task, names, today) for task in several]
    return lines


def late_groups(late: Iterable[LateUnits]) -> list[Waited]:
    """Late units by form and period."""
    return [
        Waited(
            title=f"{one.form_name} · {period(one.period)}",
            count=one.units,
            longest=one.longest,
            href=address("/duyet", bm=one.form, ky=one.period, tt="cham"),
            older=older_text(one.older),
            older_href=address("/duyet", bm=one.form, tt="cham"),
        )
        for one in late
    ]


def older_text(count: int) -> str | None:
    """How many older periods are not told one by one."""
    return f"Còn {decimal(count)} kỳ cũ hơn" if count else None


def _line(task: Task, names: Mapping[str, str], today: date) -> TaskLine:
    unsent = task.verb is Verb.SUBMIT
    verb, href = _verb(task)
    return TaskLine(
        title=_title(task),
        unit=task.area_name,
        why=WHY[task.kind],
        verb=verb,
        href=href,
        due=due_text(task.due_on),
        due_tag=due_tag(task.due_on, task.days_late, today, unsent=True) if unsent else None,
        reasons=[
            *([task.return_reason] if task.return_reason else []),
            *(f"{names.get(one.indicator, one.indicator)}: {one.reason}" for one in task.returned),
        ],
        said=_said(task),
        older=older_text(task.older),
        older_href=address("/nhap", bm=task.form, dv=task.area),
    )


def _together(tasks: Sequence[Task]) -> TaskLine:
    first, count = tasks[0], decimal(len(tasks))
    reviews = first.verb is Verb.ACCEPT
    late = sum(task.days_late > 0 for task in tasks)
    where = address("/duyet", bm=first.form, ky=first.period, tt="submitted")
    publish = address("/duyet/cong-bo", bm=first.form, ky=first.period)
    return TaskLine(
        title=_title(first),
        unit=f"{count} đơn vị",
        why=(f"{count} hồ sơ {'chờ duyệt' if reviews else 'chờ công bố'}", "wait"),
        verb="Duyệt" if reviews else "Công bố",
        href=where if reviews else publish,
        due=due_text(first.due_on),
        said=f"{decimal(late)} đơn vị gửi chậm" if late else None,
    )


def _verb(task: Task) -> tuple[str, str]:
    if task.verb is Verb.ACCEPT:
        return "Duyệt", f"/duyet/{task.submission}"
    if task.verb is Verb.PUBLISH:
        return "Công bố", f"/duyet/{task.submission}"
    entry = address("/nhap", bm=task.form, dv=task.area, ky=task.period)
    if task.state is ObligationState.RETURNED or task.is_correction:
        return "Sửa", f"{entry}#o-{task.returned[0].indicator}" if task.returned else entry
    if task.submission is not None and not task.missing:
        return "Gửi", f"/nop/{task.submission}"
    return "Nhập", entry


def _said(task: Task) -> str | None:
    reminded = reminded_text(task.reminded_at, task.reminded_by)
    if task.verb is not Verb.SUBMIT:
        return f"Gửi chậm {task.days_late} ngày" if task.days_late else None
    filled = f"Đã nhập {decimal(task.filled)} / {decimal(task.asked)} chỉ tiêu" if task.filled else None
    return ". ".join(part for part in (filled, reminded) if part) or None


def _title(task: Task) -> str:
    return f"{task.form_name} · {capital(period(task.period))}"
