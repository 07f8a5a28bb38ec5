"""Assessments (hồ sơ đánh giá) as pages read and score them."""

from dataclasses import dataclass

from contracts.indicators.assessments import (
    Assessment,
    AssessmentCreate,
    AssessmentProof,
    AssessmentSummary,
    ScoreBatch,
)
from frontend.client.door import Door

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class AssessmentFilter:
    """What narrows the list of assessments."""

    framework: str | None = None
    area: str | None = None
    period: str | None = None


class AssessmentCalls(Door):
    """Calls to sheets."""

    async def list_assessments(self, wanted: AssessmentFilter) -> list[AssessmentSummary]:
        """Sheets without their rows."""
        return await self.get_all(AssessmentSummary, f"{ROOT}/assessments", wanted)

    async def get_assessment(self, assessment: str) -> Assessment:
        """A whole sheet; NotFound."""
        return await self.get(Assessment, f"{ROOT}/assessments/{assessment}")

    async def create_assessment(self, wanted: AssessmentCreate) -> Assessment:
        """Opens the sheet of a unit and period, or gives the one that is open already."""
        return Assessment.model_validate_json((await self.send("POST", f"{ROOT}/assessments", wanted)).body)

    async def save_scores(self, assessment: str, version: int, batch: ScoreBatch) -> Assessment:
        """Saves scores over the version that was read: all or none; Stale when somebody saved in between."""
        path = f"{ROOT}/assessments/{assessment}/scores"
        answer = await self.send("PUT", path, batch, {"if-match": f'"v{version}"'})
        return Assessment.model_validate_json(answer.body)

    async def get_assessment_proof(self, assessment: str) -> AssessmentProof:
        """Why the totals of each stage are what they are."""
        return await self.get(AssessmentProof, f"{ROOT}/assessments/{assessment}/proof")
