"""A machine of random steps agrees with the API on every answer: states, versions, rights."""

import os
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contracts.access import RIGHTS, Role
from contracts.indicators.submissions import SubmissionState, Verb
from services.indicators.rules.submissions.states import TRANSITIONS, state_after
from tests.harness.submitting import CELLS, PROVINCE, Bureau, refused, save, step, taken

EXAMPLES = int(os.environ.get("SUBMISSION_EXAMPLES", "6"))
"""Runs of the machine; a drill asks for hundreds."""
ROLES = {
    "unit": Role.COMMUNE_OFFICER,
    "department": Role.DEPARTMENT_OFFICER,
    "publisher": Role.PUBLISHER,
    "leader": Role.LEADER,
}
PATHS = {Verb.CORRECT: "corrections"}
REASON = {"cells": [{"indicator": "XHS-01", "reason": "Thử"}]}


class Machine(RuleBasedStateMachine):
    """One submission, its model, and everybody who may try something."""

    bureau: ClassVar[Bureau]

    @initialize()
    def open(self) -> None:
        unit = self.bureau.commune()
        self.sheet: dict[str, Any] = self.bureau.filled(unit)
        self.state, self.version, self.correcting = SubmissionState.DRAFT, 2, False
        self.people = {
            name: self.bureau.person(role, unit if name == "unit" else PROVINCE) for name, role in ROLES.items()
        }

    @rule(
        who=st.sampled_from([*ROLES]),
        verb=st.sampled_from([*Verb]),
        is_stale=st.integers(0, 5).map(lambda n: n == 0),
    )
    def act(self, who: str, verb: Verb, is_stale: bool) -> None:
        seen = self.sheet | {"version": self.version + is_stale}
        answer = self._ask(who, verb, seen)
        assert answer.status_code == self._expected(who, verb, is_stale), (who, verb, self.state, answer.text)
        if answer.status_code == 200:
            self._follow(verb, answer.json())

    @precondition(lambda self: hasattr(self, "sheet"))
    @invariant()
    def model_and_answer_agree(self) -> None:
        found = self.people["leader"].get(f"/api/indicators/v1/submissions/{self.sheet['id']}").json()
        assert (found["state"], found["version"]) == (self.state.value, self.version)
        assert found["allowed"] == []

    def _ask(self, who: str, verb: Verb, seen: dict[str, Any]) -> Any:
        if verb is Verb.SAVE:
            cell = CELLS[1] | {"numerator": 100 + self.version}
            return save(self.people[who], seen, cell)
        body = REASON if verb in (Verb.RETURN, Verb.CORRECT) else {}
        return step(self.people[who], seen, PATHS.get(verb, verb.value), **body)

    def _expected(self, who: str, verb: Verb, is_stale: bool) -> int:
        transition = TRANSITIONS[verb]
        if transition.right not in RIGHTS[ROLES[who]] or (transition.own and who != "unit"):
            return 403
        if is_stale:
            return 412
        return 200 if self.state in transition.sources else 409

    def _follow(self, verb: Verb, told: dict[str, Any]) -> None:
        self.state, self.version = state_after(verb, self.state), self.version + 1
        assert (told["state"], told["version"]) == (self.state.value, self.version)


@pytest.mark.parametrize("examples", [EXAMPLES])
def test_a_machine_of_random_steps_agrees_with_the_api(bureau: Bureau, examples: int) -> None:
    Machine.bureau = bureau
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=[*HealthCheck]
        ),
    )


def test_a_correction_never_makes_a_published_number_vanish(bureau: Bureau) -> None:
    sheet = bureau.published()
    asked = [{"indicator": "KTS-03", "reason": "Đếm lại"}]
    sheet = taken(step(bureau.officer(sheet), sheet, "corrections", cells=asked))
    sheet = taken(save(bureau.officer(sheet), sheet, {"indicator": "KTS-03", "value": None}))

    assert "để trống" in refused(step(bureau.officer(sheet), sheet, "submit"), 422)["/cells/KTS-03"]
