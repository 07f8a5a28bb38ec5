"""The sheet on the appraiser's desk: which one the address means, and what its visitor may do with it."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from contracts.access import Right
from contracts.directory import AREA_ID
from contracts.indicators.assessments import Assessment, NodeStatus, Stage
from frontend.addresses import address
from frontend.client import AssessmentFilter, Client, ClientDep
from frontend.client.reach import is_within
from frontend.reading.score_rows import ScoreRow
from frontend.reading.score_words import POINTS, STATUSES
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.errors import NotFound, Unauthenticated
from kit.text import fold

RIGHTS = {Stage.APPRAISED: Right.ASSESSMENTS_APPRAISE, Stage.FINAL: Right.ASSESSMENTS_FINALISE}
LONGEST = 200
NAMES = ("dv", "bo", "ky", "gd", "tt", "nhom", "q")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address (or a form) says: the sheet (`dv`, `bo`, `ky`), the stage (`gd`), and the filter."""

    dv: str = ""
    bo: str = ""
    ky: str = ""
    gd: str = ""
    tt: str = ""
    nhom: str = ""
    q: str = ""

    @property
    def filtered(self) -> bool:
        """Whether only some rows are wanted."""
        return bool(self.tt or self.nhom or self.q)


@dataclass(frozen=True, slots=True)
class Desk:
    """One sheet, the stages its visitor may score, and the one that is open (None: read only).

    `decimals` is how many a score may have; nobody needs it where nothing is scored.
    """

    asked: Asked
    sheet: Assessment
    stage: Stage | None
    stages: list[Stage] = field(default_factory=list)
    decimals: int = 0

    def href(self, path: str = "/cham-diem", **more: str) -> str:
        """An address of this sheet; the filter stays unless told otherwise."""
        asked = self.asked
        named = {"tt": asked.tt, "nhom": asked.nhom, "q": asked.q, "gd": asked.gd} | more
        return address(path, dv=self.sheet.area, bo=self.sheet.framework, ky=self.sheet.period, **named)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The sheet, stage and filter as hidden fields of a form."""
        asked, stage = self.asked, self.stage.value if self.stage else ""
        named = {"dv": self.sheet.area, "bo": self.sheet.framework, "ky": self.sheet.period, "gd": stage}
        return [*named.items(), ("tt", asked.tt), ("nhom", asked.nhom), ("q", asked.q)]

    def chosen(self, rows: list[ScoreRow]) -> list[ScoreRow]:
        """The rows the filter leaves; words are found without marks."""
        asked = self.asked
        return [
            row
            for row in rows
            if asked.tt in ("", row.score.status)
            and (not asked.nhom or asked.nhom in self._above(row.score.parent_code))
            and fold(asked.q) in fold(f"{row.score.code} {row.score.name}")
        ]

    def _above(self, code: str | None) -> set[str]:
        """A group and all it lies in."""
        parents = {group.code: group.parent_code for group in self.sheet.groups}
        found: set[str] = set()
        while code is not None:
            found.add(code)
            code = parents[code]
        return found

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """The statuses to choose from, with how many rows have each."""
        counts = {status: sum(row.status is status for row in self.sheet.rows) for status in NodeStatus}
        return [("", "Mọi trạng thái")] + [(s.value, f"{STATUSES[s]} ({n})") for s, n in counts.items() if n]

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups to choose from."""
        return [("", "Mọi nhóm"), *((group.code, f"{group.code}. {group.name}") for group in self.sheet.groups)]


async def asked_in_address(*, request: Request) -> Asked:
    """The fields of a page's address."""
    return Asked(*(request.query_params.get(name, "")[:LONGEST] for name in NAMES))


async def asked_in_form(*, request: Request) -> Asked:
    """The fields a form carries."""
    form = await request.form()
    return Asked(*(str(form.get(name, ""))[:LONGEST] for name in NAMES))


async def desk_in_address(
    *, request: Request, client: ClientDep, asked: Annotated[Asked, Depends(asked_in_address)]
) -> Desk:
    """The sheet a page's address means."""
    return await _desk(client, caller_in(request), asked)


async def desk_in_form(*, request: Request, client: ClientDep, asked: Annotated[Asked, Depends(asked_in_form)]) -> Desk:
    """The sheet a form is about."""
    return await _desk(client, caller_in(request), asked)


AddressAsked = Annotated[Asked, Depends(asked_in_address)]
AddressDesk = Annotated[Desk, Depends(desk_in_address)]
FormDesk = Annotated[Desk, Depends(desk_in_form)]


async def _desk(client: Client, caller: Caller, asked: Asked) -> Desk:
    if caller.anonymous:
        raise Unauthenticated
    if not re.fullmatch(AREA_ID, asked.dv):
        raise NotFound("Không có đơn vị này.")
    found = await client.list_assessments(AssessmentFilter(asked.bo or None, asked.dv, asked.ky or None))
    if not found:
        raise NotFound("Đơn vị này chưa mở phiếu, hoặc phiếu ngoài phạm vi của tài khoản.")
    sheet = await client.get_assessment(found[0].id)
    held = [stage for stage, right in RIGHTS.items() if caller.holds(right)]
    if not held:
        return Desk(asked, sheet, None)
    area, framework = await asyncio.gather(client.get_area(sheet.area), client.get_framework(sheet.framework))
    if framework.scale_unit != POINTS:
        return Desk(asked, sheet, None)
    stages = [stage for stage in held if await is_within(client, caller.places(RIGHTS[stage]), area)]
    named = [stage for stage in stages if stage.value == asked.gd]
    return Desk(asked, sheet, next(iter([*named, *stages]), None), stages, framework.decimals)
