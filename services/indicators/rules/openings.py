"""When a sheet may be opened: framework, unit and period must fit one another."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Protocol

from contracts.directory import AreaLevel
from contracts.periods import Period
from services.indicators.rules.framework import Framework

_LEVELS = {
    AreaLevel.NATION: "cả nước",
    AreaLevel.PROVINCE: "cấp tỉnh",
    AreaLevel.DISTRICT: "cấp huyện",
    AreaLevel.COMMUNE: "cấp xã",
    AreaLevel.VILLAGE: "thôn, tổ dân phố",
}


class Unit(Protocol):
    """What is asked of the unit."""

    @property
    def name(self) -> str:
        """Its full name."""
        ...

    @property
    def level(self) -> str:
        """The letter of its level."""
        ...

    @property
    def reach(self) -> Collection[str]:
        """The ids from which it is governed."""
        ...

    @property
    def valid_from(self) -> date:
        """Its first day."""
        ...

    @property
    def valid_to(self) -> date | None:
        """Its last day, None while it is in force."""
        ...


def misfits(framework: Framework, unit: Unit, period: Period) -> Iterator[tuple[str, str]]:
    """Field and Vietnamese reason of everything that does not fit; nothing when the sheet may be opened.

    A framework fits a period in which it was in force on at least one day. A unit fits when it was in force on the
    last day, so that a ranking never mixes units with those they became: for 2025 the communes made on 01/07/2025; or
    on the day the framework names, where its publisher told a period's results by later units.
    """
    day = framework.units_on(period)
    if period.kind is not framework.period_kind:
        yield "period", f"Bộ chỉ số {framework.code} đánh giá theo kỳ “{framework.period_kind.label.lower()}”."
    elif not framework.is_valid_in(period):
        yield "period", f"Bộ chỉ số {framework.code} không có hiệu lực trong {period.label}."
    if unit.level != framework.level:
        yield "area", f"Bộ chỉ số {framework.code} chỉ áp dụng cho {_LEVELS[framework.level]}."
    elif framework.area not in unit.reach:
        yield "area", f"Bộ chỉ số {framework.code} chỉ áp dụng trong địa bàn {framework.area}."
    elif day < unit.valid_from or (unit.valid_to is not None and unit.valid_to < day):
        when = f"cuối {period.label}" if day == period.last_day() else f"ngày {day:%d/%m/%Y}"
        yield "area", f"{unit.name} không còn hoặc chưa có hiệu lực vào {when}."
