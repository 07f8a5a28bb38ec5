"""What a form of data entry has to show, whichever form it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response

from frontend.flash import Saved, forget
from frontend.pages.entry.choice import Choice
from frontend.render import view, wants_part


@dataclass(frozen=True, slots=True)
class GridPage:
    """A form as read or as saved: `saved` counts the rows of a save that went well, `what` they are is said of them."""

    template: str
    heading: str
    what: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    saved: int = 0
    onward: str = ""
    """Where what was saved is looked over before it is sent."""


def shown(request: Request, choice: Choice, page: GridPage, saved: Saved | None) -> Response:
    """The page, or to htmx its form alone; `saved` is told once."""
    viewer = request.state.viewer
    answer = view(
        request,
        page.template,
        block="part",
        status=page.status,
        headers=toast(saved, page.what) if saved and wants_part(request) else None,
        nav="nhap",
        title=f"{'Lỗi: ' if page.status >= 400 else ''}{page.heading}, {choice.unit.name}",
        work_title=page.heading,
        lede=f"{choice.unit.name} · {choice.name}" if choice.name else choice.unit.name,
        choice=choice,
        draft=f"{viewer.account_id}:{choice.key}",
        saved=saved,
        saved_text=saved.sentence(page.what) if saved else None,
        **page.context,
    )
    return forget(answer) if saved and not wants_part(request) else answer


def toast(saved: Saved, what: str) -> dict[str, str]:
    """The header that shows a passing message."""
    return {"HX-Trigger": json.dumps({"toast": {"text": saved.words(what), "kind": "success"}})}
