"""Flows of lineage: what went whole, in recorded shares or in unknown parts, over any number of steps."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.boundaries.flows import WHOLE, Flow, Flows, Step


def whole(predecessor: str, successor: str) -> Step:
    return Step(predecessor, successor, whole=True)


def part(predecessor: str, successor: str, share: str | None = None) -> Step:
    return Step(predecessor, successor, whole=False, share=None if share is None else Decimal(share))


def test_a_chain_of_whole_steps_is_whole() -> None:
    flows = Flows([whole("a", "b"), whole("b", "c")])
    assert flows.out_of("a") == {"b": WHOLE, "c": WHOLE}


def test_shares_multiply_along_a_chain_and_add_up_over_ways() -> None:
    flows = Flows([part("a", "b", "0.4"), part("a", "c", "0.6"), part("b", "d", "0.5"), part("b", "e", "0.5"),
                   whole("c", "d")])  # fmt: skip
    assert flows.out_of("a")["d"] == Flow(False, Decimal("0.80"))
    assert flows.out_of("a")["e"] == Flow(False, Decimal("0.20"))


def test_parts_that_come_together_again_make_the_whole() -> None:
    flows = Flows([part("a", "b"), part("a", "c"), whole("b", "d"), whole("c", "d")])
    assert flows.out_of("a")["d"] == WHOLE
    assert flows.out_of("a")["b"] == Flow(False, None)


@pytest.mark.parametrize(
    "steps",
    [
        [part("a", "b"), part("a", "c")],
        [part("a", "b", "0.5"), part("a", "c")],
        [part("a", "b", "0.5"), part("a", "c", "0.4")],
        [part("a", "b")],
    ],
    ids=["no share", "one share", "shares that make no whole", "a part without its counterpart"],
)
def test_a_part_without_every_share_is_unknown(steps: list[Step]) -> None:
    assert Flows(steps).out_of("a")["b"] == Flow(False, None)


def test_faulty_lineage_that_goes_in_a_circle_ends() -> None:
    assert set(Flows([whole("a", "b"), whole("b", "a")]).out_of("a")) <= {"a", "b"}


@st.composite
def lineages(draw: st.DrawFn) -> list[list[Step]]:
    """Reforms one after another: every unit goes whole into one of the next, or is split by shares, told or not."""
    reforms = []
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    for place, (size, after) in enumerate(pairwise(sizes)):
        steps = []
        for unit in range(size):
            into = draw(st.lists(st.integers(0, after - 1), min_size=1, max_size=3, unique=True))
            name = f"{place}.{unit}"
            if len(into) == 1:
                steps.append(whole(name, f"{place + 1}.{into[0]}"))
                continue
            shares = [Decimal(1) / 4] * (len(into) - 1)
            told = draw(st.booleans())
            for one, share in zip(into, [*shares, 1 - sum(shares, Decimal())], strict=True):
                steps.append(Step(name, f"{place + 1}.{one}", whole=False, share=share if told else None))
        reforms.append(steps)
    return reforms


@given(lineages())
def test_of_every_unit_all_is_found_again_after_every_reform_or_a_part_is_said_to_be_unknown(
    reforms: list[list[Step]],
) -> None:
    flows = Flows(step for steps in reforms for step in steps)
    for unit in {step.predecessor for step in reforms[0]}:
        for place in range(1, len(reforms) + 1):
            reached = [flow for area, flow in flows.out_of(unit).items() if area.startswith(f"{place}.")]
            known = [flow.share for flow in reached if flow.share is not None]
            assert reached
            assert sum(known, Decimal()) == 1 if len(known) == len(reached) else sum(known, Decimal()) < 1
            assert len(reached) == 1 if any(flow.whole for flow in reached) else len(reached) > 1
