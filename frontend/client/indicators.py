"""Definitions, values and figures, as pages read and save them."""

from dataclasses import dataclass

from contracts.indicators.definitions import Framework, FrameworkSummary, Indicator
from contracts.indicators.values import Figure, FigureProof, Overview, ValueBatch, ValueReceipt
from frontend.client.door import Door

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """What narrows the catalogue; `q` needs no marks."""

    q: str | None = None
    pillar: str | None = None


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """What narrows figures: of one area, or of the units of a level within an area; of the newest period alone."""

    indicator: str
    area: str | None = None
    within: str | None = None
    level: str | None = None
    period: str | None = None
    newest: bool | None = None
    boundaries: str | None = None


class IndicatorCalls(Door):
    """Calls to the catalogue and to figures."""

    async def list_frameworks(self, area: str | None = None) -> list[FrameworkSummary]:
        """Every framework, or those that apply to an area; without trees."""
        return await self.get_all(FrameworkSummary, f"{ROOT}/frameworks", {"area": area})

    async def get_framework(self, framework: str) -> Framework:
        """A framework with its tree; NotFound."""
        return await self.get(Framework, f"{ROOT}/frameworks/{framework}")

    async def list_indicators(self, wanted: IndicatorFilter | None = None) -> list[Indicator]:
        """The catalogue, or the part of it that is wanted."""
        return await self.get_all(Indicator, f"{ROOT}/indicators", wanted)

    async def get_indicator(self, indicator: str) -> Indicator:
        """One indicator; NotFound."""
        return await self.get(Indicator, f"{ROOT}/indicators/{indicator}")

    async def list_figures(self, wanted: FigureFilter) -> list[Figure]:
        """Figures of one indicator: through the periods of an area, or across its units."""
        return await self.get_all(Figure, f"{ROOT}/figures", wanted)

    async def get_figure_proof(
        self, indicator: str, area: str, period: str, boundaries: str | None = None
    ) -> FigureProof:
        """Why a figure is what it is; NotFound."""
        path = f"{ROOT}/figures/{indicator}/{area}/{period}/proof"
        return await self.get(FigureProof, path, {"boundaries": boundaries})

    async def get_overview(self, area: str, period: str | None = None, boundaries: str | None = None) -> Overview:
        """Every indicator of an area at a period, the newest one unless told."""
        return await self.get(Overview, f"{ROOT}/overviews/{area}", {"period": period, "boundaries": boundaries})

    async def save_values(self, batch: ValueBatch) -> ValueReceipt:
        """Saves all values or none; Invalid names each fault."""
        return ValueReceipt.model_validate_json((await self.send("POST", f"{ROOT}/values", batch)).body)
