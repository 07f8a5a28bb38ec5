"""Values (số liệu) as entered, one by one, for the form that changes them."""

from dataclasses import dataclass

from contracts.indicators.values import Value
from frontend.client.door import Door

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """What narrows the list of values."""

    area: str
    indicator: str | None = None
    period_from: str | None = None
    period_to: str | None = None


class ValueCalls(Door):
    """Calls to entered values."""

    async def list_values(self, wanted: ValueFilter) -> list[Value]:
        """Every value of an area between two periods."""
        return await self.get_all(Value, f"{ROOT}/values", wanted)
