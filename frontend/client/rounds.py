"""Rounds of sheets (vòng đánh giá) as pages read them and move them on."""

from contracts.indicators.rounds import AnswerUpdate, Round, SheetPublication, SheetPublicationCreate, StepCreate
from contracts.indicators.sheet_tasks import SheetTask
from frontend.client.door import Door
from kit.errors import Invalid, NotFound
from kit.light import read
from kit.preconditions import etag
from kit.shapes import Page

ROOT = "/api/indicators/v1"


class RoundCalls(Door):
    """Calls to the round of a sheet."""

    async def get_round(self, assessment: str) -> Round:
        """How far a sheet is and what the visitor may do; NotFound, also for what cannot be the id of one."""
        try:
            return await self.get(Round, f"{ROOT}/assessments/{assessment}/round")
        except Invalid as refusal:
            raise NotFound("Không có hồ sơ này.") from refusal

    async def take_step(self, assessment: str, version: int, step: StepCreate) -> Round:
        """One step over the version that was read; Invalid, Forbidden, Conflict, Stale."""
        path, seen = f"{ROOT}/assessments/{assessment}/steps", {"if-match": etag(version)}
        return read(Round, (await self.send("POST", path, step, seen)).body)

    async def save_answer(self, assessment: str, version: int, question: str, answer: str) -> Round:
        """The unit's words to an open question, over the version that was read; Invalid, NotFound, Conflict, Stale."""
        path, seen = f"{ROOT}/assessments/{assessment}/answers/{question}", {"if-match": etag(version)}
        return read(Round, (await self.send("PUT", path, AnswerUpdate(answer=answer), seen)).body)

    async def publish_sheets(self, wanted: SheetPublicationCreate) -> SheetPublication:
        """Publish finalised sheets by one decision: all or none; Invalid, Forbidden, Conflict naming sheets."""
        return read(SheetPublication, (await self.send("POST", f"{ROOT}/assessments/publications", wanted)).body)

    async def list_sheet_tasks(self, limit: int, after: str | None = None) -> Page[SheetTask]:
        """A page of the sheets that wait for the visitor, first due first."""
        return await self.get_page(SheetTask, f"{ROOT}/assessments/mine", {"limit": limit, "after": after})
