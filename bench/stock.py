"""Databases to measure on, each made when the first part asks for it."""

from functools import cached_property

from bench.facts import INDICATORS, MANY_INDICATORS, SHORT, Facts, make_facts
from bench.ground import Ground
from bench.material import MONTHS
from bench.rounds import tell

YEAR, MILLION = 12, 26


class Stock:
    """The sample, and the same with two months and with sixty months of values of every commune."""

    def __init__(self, ground: Ground, *, is_long: bool) -> None:
        """`is_long` asks for 63.6 million values rather than 10.6."""
        self.ground = ground
        self._indicators = MANY_INDICATORS if is_long else INDICATORS

    @cached_property
    def sample(self) -> str:
        """What every installation starts with."""
        return self.ground.clone("sample")

    @cached_property
    def filled(self) -> str:
        """A copy of the sample that is filled through the product while that is measured."""
        return self.ground.clone("filled")

    @cached_property
    def short(self) -> Facts:
        """Two months."""
        return self._made("short", SHORT)

    @cached_property
    def long(self) -> Facts:
        """Sixty months."""
        return self._made("long", MONTHS)

    @cached_property
    def million(self) -> Facts:
        """A year of 26 indicators of every commune: a little over a million values."""
        return self._made("million", YEAR, MILLION)

    def _made(self, name: str, months: int, indicators: int | None = None) -> Facts:
        wanted = indicators or self._indicators
        tell(f"making {months} months of {wanted} indicators …")
        return make_facts(self.ground, self.ground.clone(name), months=months, indicators=wanted)
