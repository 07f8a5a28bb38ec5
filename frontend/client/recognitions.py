"""Recognition (công nhận) as pages read it: who was recognised by which decision, and what a sheet would be."""

from dataclasses import dataclass

from contracts.indicators.recognition import RecognisedUnit, Recognition, RecognitionCount, RecognitionCounts
from frontend.client.door import Door
from kit.shapes import Page

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class RecognitionFilter:
    """What narrows the list of recognised units; `q` needs no marks, `reached` False are those without a level."""

    framework: str | None = None
    period: str | None = None
    within: str | None = None
    level: str | None = None
    instrument: str | None = None
    q: str | None = None
    reached: bool | None = None
    after: str | None = None
    limit: int | None = None


class RecognitionCalls(Door):
    """Calls to recognition."""

    async def list_recognitions(self, wanted: RecognitionFilter) -> Page[RecognisedUnit]:
        """A page of recognised units, the highest level first."""
        return await self.get_page(RecognisedUnit, f"{ROOT}/recognitions", wanted)

    async def list_every_recognition(self, wanted: RecognitionFilter) -> list[RecognisedUnit]:
        """All of them, for a file or a list to print."""
        return await self.get_all(RecognisedUnit, f"{ROOT}/recognitions", wanted)

    async def count_recognitions(self, wanted: RecognitionFilter) -> list[RecognitionCount]:
        """How many units each decision recognises at each level."""
        found = await self.get(RecognitionCounts, f"{ROOT}/recognition-counts", wanted)
        return found.counts

    async def get_recognition(self, assessment: str) -> Recognition:
        """What the scores of a sheet make of its unit, and what is missing for the next level."""
        return await self.get(Recognition, f"{ROOT}/assessments/{assessment}/recognition")
