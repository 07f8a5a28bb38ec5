"""The question of a list: which values or figures somebody wants."""

from dataclasses import dataclass
from datetime import date

from contracts.directory import AreaLevel
from contracts.periods import Period
from services.indicators.queries.held import LIVE, Held

SHORT = 3
"""Years: sixty periods."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of values or figures; what is left out does not narrow."""

    indicator: str | None = None
    area: str | None = None
    within: str | None = None
    level: AreaLevel | None = None
    period: Period | None = None
    period_from: Period | None = None
    period_to: Period | None = None
    newest: bool = False
    on: date | None = None
    """Only units in force on this day are meant, and former ones are carried to them."""
    with_former: bool = False
    """Former units are meant too, of which something went into the area."""
    held: Held = LIVE
    """Where it is looked for."""

    @property
    def narrows(self) -> bool:
        """Whether only some areas are meant."""
        return any((self.area, self.within, self.level, self.on))

    @property
    def asks_periods(self) -> bool:
        """Whether it takes the periods in use to know which are meant."""
        if self.period is not None or self.is_short:
            return False
        return any((self.period_from, self.period_to, self.newest, self.on))

    @property
    def is_short(self) -> bool:
        """Whether so few periods lie between its bounds that all of them may be tried, in use or not."""
        if self.on is not None or self.period_from is None or self.period_to is None:
            return False
        return self.period_to.year - self.period_from.year < SHORT
