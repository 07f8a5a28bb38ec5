"""Panels of appraisers as pages read them, arrange them and work in them."""

from contracts.appraisers import Appraiser
from contracts.indicators.panels import (
    AgreementBatch,
    Panel,
    PanelCreate,
    PanelPart,
    PanelSummary,
    PanelUpdate,
    PartUpdate,
    RulingCreate,
    SheetPanel,
)
from frontend.client.door import Door, written
from frontend.client.transport import Call
from kit.preconditions import etag

ROOT = "/api/indicators/v1"
NO_SHEET = "Không có hồ sơ này."


class PanelCalls(Door):
    """Calls to panels."""

    async def list_panels(self) -> list[PanelSummary]:
        """The panels the visitor may know of, the newest first."""
        return await self.get_all(PanelSummary, f"{ROOT}/panels")

    async def get_panel(self, panel: str) -> Panel:
        """One panel; NotFound, also for what cannot be the id of one."""
        return await self.get_one(Panel, f"{ROOT}/panels/{panel}", "Không có tổ thẩm định này.")

    async def list_appraisers(self, area: str) -> list[Appraiser]:
        """Those who may be named for an area."""
        return await self.get_all(Appraiser, "/api/gateway/v1/appraisers", {"area": area})

    async def arrange_panel(self, wanted: PanelCreate) -> Panel:
        """Sets up a panel."""
        return Panel.model_validate_json((await self.send("POST", f"{ROOT}/panels", wanted)).body)

    async def change_panel(self, panel: str, version: int, wanted: PanelUpdate) -> None:
        """Gives a panel other members, over the version that was read."""
        await self.send("PUT", f"{ROOT}/panels/{panel}", wanted, {"if-match": etag(version)})

    async def dissolve_panel(self, panel: str, version: int, reason: str) -> None:
        """Ends a panel."""
        query = written({"reason": reason})
        await self.ask(Call("DELETE", f"{ROOT}/panels/{panel}", query, {"if-match": etag(version)}))

    async def get_sheet_panel(self, assessment: str) -> SheetPanel:
        """A sheet before its panel; NotFound where it has none."""
        return await self.get_one(SheetPanel, f"{ROOT}/assessments/{assessment}/panel", NO_SHEET)

    async def agree_scores(self, assessment: str, version: int, batch: AgreementBatch) -> None:
        """Agrees scores over the version of the sheet that was read."""
        path = f"{ROOT}/assessments/{assessment}/panel/agreements"
        await self.send("PUT", path, batch, {"if-match": etag(version)})

    async def rule_part(self, assessment: str, ruling: RulingCreate) -> None:
        """Opens a member's part again, or leaves a member out."""
        await self.send("POST", f"{ROOT}/assessments/{assessment}/panel/rulings", ruling)

    async def get_part(self, assessment: str) -> PanelPart:
        """The visitor's own part; NotFound for who has none."""
        return await self.get_one(PanelPart, f"{ROOT}/assessments/{assessment}/panel/part", NO_SHEET)

    async def save_part(self, assessment: str, version: int, update: PartUpdate) -> None:
        """Saves own scores over the version that was read."""
        path = f"{ROOT}/assessments/{assessment}/panel/part"
        await self.send("PUT", path, update, {"if-match": etag(version)})
