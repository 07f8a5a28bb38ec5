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
from tests.harness.submitting import API, CELLS, PROVINCE, Bureau, cell_of, drop, refused, save, step, taken

EXAMPLES = int(os.environ.get("SUBMISSION_EXAMPLES", "6"))
"""Runs of the machine; a drill asks for hundreds."""
ROLES = {
    "unit": Role.COMMUNE_OFFICER,
    "department": Role.DEPARTMENT_OFFICER,
    "publisher": Role.PUBLISHER,
    "leader": Role.LEADER,
}
PATHS = {Verb.CORRECT: "corrections"}
KTS_41 = {"indicator": "KTS-03", "value": 41}
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
        if verb is Verb.DROP:
            return drop(self.people[who], seen)
        body = REASON if verb in (Verb.RETURN, Verb.CORRECT) else {}
        return step(self.people[who], seen, PATHS.get(verb, verb.value), **body)

    def _expected(self, who: str, verb: Verb, is_stale: bool) -> int:
        transition = TRANSITIONS[verb]
        is_other = transition.right not in RIGHTS[ROLES[who]] or (transition.own and who != "unit")
        if is_other and not (verb is Verb.DROP and who == "department"):
            return 403
        if is_stale:
            return 412
        if verb is Verb.DROP and not self.correcting:
            return 409
        return 200 if self.state in transition.sources else 409

    def _follow(self, verb: Verb, told: dict[str, Any]) -> None:
        self.state, self.version = state_after(verb, self.state), self.version + 1
        self.correcting = verb is Verb.CORRECT or (self.correcting and verb not in (Verb.PUBLISH, Verb.DROP))
        assert told["is_correction"] is self.correcting
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


def test_an_opened_correction_is_dropped_and_the_published_numbers_stand(bureau: Bureau) -> None:
    first = bureau.published()
    asked = [{"indicator": "KTS-03", "reason": "Đếm lại"}, {"indicator": "XHS-03", "reason": "Thiếu"}]
    opened = taken(step(bureau.officer(first), first, "corrections", cells=asked))
    assert "drop" in opened["allowed"]
    typed = taken(save(bureau.officer(first), opened, {"indicator": "KTS-03", "value": 41}))
    assert drop(bureau.publisher, typed).status_code == 403
    assert drop(bureau.officer(first), opened).status_code == 412

    dropped = taken(drop(bureau.officer(first), typed))
    assert (dropped["state"], dropped["is_correction"], "drop" in dropped["allowed"]) == ("published", False, False)
    assert dropped["cells"] == first["cells"]
    rounds = bureau.department.get(f"{API}/submissions/{first['id']}/rounds").json()
    assert [one["verb"] for one in rounds[-1]["decisions"]] == ["accept", "publish", "drop"]
    assert drop(bureau.officer(first), dropped).status_code == 409
    told = "select data from outbox where data ->> 'action' = %(action)s and data ->> 'subject' = %(subject)s"
    wanted = {"action": "submission.correction-dropped", "subject": f"submission:{first['id']}"}
    [row] = bureau.system.run(bureau.system.databases["indicators"].reader.rows(told, wanted))
    assert row.data["before"]["cells"]["KTS-03"]["correction_reason"] == "Đếm lại"


def test_the_department_drops_a_correction_it_returned_and_another_may_be_opened(bureau: Bureau) -> None:
    first = bureau.published()
    officer, asked = bureau.officer(first), [{"indicator": "KTS-03", "reason": "Đếm lại"}]
    sheet = taken(save(officer, taken(step(officer, first, "corrections", cells=asked)), KTS_41))
    sheet = taken(step(officer, sheet, "submit"))
    assert drop(bureau.department, sheet).status_code == 409
    sheet = taken(step(bureau.department, sheet, "return", reason="Số cũ mới đúng."))
    dropped = taken(drop(bureau.department, sheet))
    assert (cell_of(dropped, "KTS-03")["value"], dropped["return_reason"]) == (40, None)

    sheet = taken(save(officer, taken(step(officer, dropped, "corrections", cells=asked)), KTS_41))
    sheet = taken(step(bureau.department, taken(step(officer, sheet, "submit")), "accept"))
    assert cell_of(taken(step(bureau.publisher, sheet, "publish")), "KTS-03")["published"]["value"] == 41
