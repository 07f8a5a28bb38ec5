"""Every address answers every visitor as the matrix says, about their own unit and about another."""

from importlib import import_module
from pathlib import Path

import pytest

from contracts.access import DOORS, Where
from tests.security.matrix.ground import Ground, Unit, Visitor
from tests.security.matrix.probes import Probe

PROBES: list[Probe] = [
    probe
    for file in sorted(Path(__file__).parent.glob("*_doors.py"))
    for probe in import_module(f"tests.security.matrix.{file.stem}").PROBES
]
UNKNOWN, KNOWN_WITHOUT = frozenset({401}), frozenset({403})


def expected(probe: Probe, visitor: Visitor, *, within: bool) -> frozenset[int]:
    """The statuses the matrix allows: refused as nobody, refused for want of a right, refused out of reach, or done."""
    if not visitor.meets(probe.demand.needs):
        return UNKNOWN if visitor.kind == "nobody" else KNOWN_WITHOUT
    reached = within or (probe.beyond is None and probe.demand.where is not Where.WITHIN)
    beyond = probe.beyond or KNOWN_WITHOUT
    if probe.takes and not any(map(visitor.meets, probe.takes)):
        return KNOWN_WITHOUT if reached else KNOWN_WITHOUT | beyond
    return probe.done if reached else beyond


def answered(ground: Ground, probe: Probe, visitor: Visitor, unit: Unit) -> int:
    """What became of the probe."""
    if not probe.spoils:
        return probe.ask(visitor.http, unit).status_code
    with ground.another_session(visitor) as client:
        return probe.ask(client, unit).status_code


def test_every_address_has_a_probe() -> None:
    assert sorted({probe.door for probe in PROBES} ^ set(DOORS)) == []


@pytest.mark.parametrize("probe", PROBES, ids=str)
def test_every_visitor_gets_the_answer_of_the_matrix(ground: Ground, probe: Probe) -> None:
    wrong = [
        f"{visitor.name} {where}: {status}, not {sorted(wanted)}"
        for visitor in ground.visitors.values()
        for where, unit in (("own", ground.own), ("other", ground.other))
        if (status := answered(ground, probe, visitor, unit))
        not in (wanted := expected(probe, visitor, within=unit is ground.own))
    ]
    assert wrong == []
