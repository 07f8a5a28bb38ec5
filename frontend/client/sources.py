"""What sources say, and the matters in which they stand side by side, as pages read and decide them."""

from dataclasses import dataclass

from contracts.indicators.measurements import MeasurementRetried, MeasurementRetry, ParkedMeasurement
from contracts.indicators.sources import (
    Matter,
    Observation,
    ObservationChoice,
    ObservationCreate,
    ObservationReview,
    ObservationWithdrawal,
)
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.preconditions import etag
from kit.shapes import Page

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class ObservationFilter:
    """What narrows the list of observations; `q` needs no marks."""

    q: str = ""
    kind: str = ""
    conflicting: bool | None = None
    state: str = ""
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What narrows the list of matters."""

    state: str = ""
    conflicting: bool | None = None
    after: str = ""


class SourceCalls(Door):
    """Calls to sources and what they disagree about."""

    async def list_observations(self, wanted: ObservationFilter) -> Page[Observation]:
        """A page of what sources say."""
        return await self.get_page(Observation, f"{ROOT}/observations", wanted)

    async def list_every_observation(self, wanted: ObservationFilter) -> list[Observation]:
        """All that sources say, for a file."""
        narrowed = {"q": wanted.q, "kind": wanted.kind, "conflicting": wanted.conflicting, "state": wanted.state}
        return await self.get_all(Observation, f"{ROOT}/observations", narrowed)

    async def get_observation(self, observation: str) -> ObservationReview:
        """What one source says; NotFound, also for what cannot be the id of it."""
        return await self.get_one(ObservationReview, f"{ROOT}/observations/{observation}", "Không có số ghi nhận này.")

    async def record_observation(self, given: ObservationCreate) -> Observation:
        """Record what a source says; Invalid names each fault, Forbidden outside the visitor's reach."""
        answer = await self.send("POST", f"{ROOT}/observations", given)
        return Observation.model_validate_json(answer.body)

    async def accept_observation(self, observation: str) -> None:
        """Let everybody read it; Conflict, Forbidden."""
        await self.ask(Call("POST", f"{ROOT}/observations/{observation}/accept"))

    async def withdraw_observation(self, observation: str, said: ObservationWithdrawal) -> None:
        """Take it back with a reason; Conflict, Forbidden."""
        await self.send("POST", f"{ROOT}/observations/{observation}/withdraw", said)

    async def list_matters(self, wanted: MatterFilter) -> Page[Matter]:
        """A page of matters, undecided ones first."""
        return await self.get_page(Matter, f"{ROOT}/matters", wanted)

    async def get_matter(self, matter: str) -> Matter:
        """One matter with its sides and choices; NotFound, also for what cannot be the id of one."""
        return await self.get_one(Matter, f"{ROOT}/matters/{matter}", "Không có việc đối chiếu này.")

    async def choose_observation(self, observation: str, choice: ObservationChoice, version: int) -> None:
        """Choose a side on the version that was read; Stale, Conflict."""
        seen = {"if-match": etag(version)}
        await self.send("POST", f"{ROOT}/observations/{observation}/choose", choice, seen)

    async def list_parked_measurements(self, after: str) -> Page[ParkedMeasurement]:
        """A page of what other services told and could not be published."""
        return await self.get_page(ParkedMeasurement, f"{ROOT}/parked-measurements", {"after": after, "limit": 20})

    async def retry_measurement(self, measurement: str, wanted: MeasurementRetry) -> MeasurementRetried:
        """Try one again; NotFound, Conflict, Invalid."""
        answer = await self.send("POST", f"{ROOT}/parked-measurements/{measurement}/retry", wanted)
        return MeasurementRetried.model_validate_json(answer.body)
