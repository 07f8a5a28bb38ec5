"""Targets, as pages read and set them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from contracts.indicators.cascades import CascadeCreate, CascadeReceipt, TargetCascade
from contracts.indicators.targets import Target, TargetCounts, TargetCreate, TargetDetail, TargetUpdate
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.preconditions import etag
from kit.shapes import Page

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """What narrows targets; `area` alone, or all that lies `within` one."""

    area: str | None = None
    within: str | None = None
    indicator: str | None = None
    horizon: str | None = None
    instrument: str | None = None
    status: str | None = None
    limit: int | None = None
    after: str | None = None


class TargetCalls(Door):
    """Calls to targets."""

    async def list_targets(self, wanted: TargetFilter) -> Page[Target]:
        """One page of targets, each with how it stands."""
        return await self.get_page(Target, f"{ROOT}/targets", wanted)

    async def list_all_targets(self, wanted: TargetFilter) -> list[Target]:
        """All of them, page after page."""
        return await self.get_all(Target, f"{ROOT}/targets", wanted)

    async def count_targets(self, wanted: TargetFilter) -> TargetCounts:
        """How many stand how."""
        return await self.get(TargetCounts, f"{ROOT}/target-counts", wanted)

    async def get_target(self, target: str) -> TargetDetail:
        """One target; NotFound, also for what cannot be the id of one."""
        return await self.get_one(TargetDetail, f"{ROOT}/targets/{target}", "Không có mục tiêu này.")

    async def set_target(self, wanted: TargetCreate) -> str:
        """Sets a target; its id. Invalid names each fault, Conflict when it is there already."""
        answer = await self.send("POST", f"{ROOT}/targets", wanted)
        return TargetDetail.model_validate_json(answer.body).id

    async def change_target(self, target: str, version: int, wanted: TargetUpdate) -> None:
        """Makes the next version; Stale when somebody did so since that version."""
        await self.send("PUT", f"{ROOT}/targets/{target}", wanted, {"if-match": etag(version)})

    async def withdraw_target(self, target: str, version: int, reason: str) -> None:
        """Withdraws a target with a reason."""
        query = urlencode({"reason": reason})
        await self.ask(Call("DELETE", f"{ROOT}/targets/{target}", query, {"if-match": etag(version)}))

    async def get_cascade(self, target: str) -> TargetCascade:
        """A target as handed down."""
        return await self.get(TargetCascade, f"{ROOT}/targets/{target}/cascade")

    async def cascade_target(self, target: str, wanted: CascadeCreate) -> CascadeReceipt:
        """Hands a target down; Invalid says what cannot be divided."""
        answer = await self.send("POST", f"{ROOT}/targets/{target}/cascade", wanted)
        return CascadeReceipt.model_validate_json(answer.body)
