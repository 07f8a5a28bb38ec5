"""What a unit is recognised as by its final scores, as it is fixed when they are published."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.framework import Formula, Framework
from services.indicators.rules.frameworks.recognition import NotRecognising, recognise


@dataclass(frozen=True, slots=True)
class Certificate:
    """The level of a unit (`level_no` 0: none, then from the lowest), its points, and what it lacked for the next."""

    area: str
    level: str | None
    level_no: int
    name: str
    points: Decimal
    maximum: Decimal
    share: Decimal
    next: str | None
    lacking: list[str]


def certify(framework: Framework, area: str, points: Mapping[str, Decimal]) -> Certificate | None:
    """The certificate of a unit; None where its framework recognises no levels."""
    view = framework.for_unit(area)
    try:
        found = recognise(view, points)
    except NotRecognising:
        return None
    keys = [one.key for one in found.levels]
    scored = {leaf.code for leaf in view.leaves if leaf.scored}
    total = sum((given for code, given in points.items() if code in scored), Decimal())
    return Certificate(
        area=area,
        level=found.level,
        level_no=0 if found.level is None else keys.index(found.level) + 1,
        name=found.name,
        points=total if view.formula is Formula.SUM else found.share,
        maximum=view.scale.total if view.formula is Formula.SUM else Decimal(100),
        share=found.share,
        next=found.next.name if found.next else None,
        lacking=list(found.lacking),
    )
