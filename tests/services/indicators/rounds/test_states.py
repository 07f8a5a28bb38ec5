"""A machine of random steps agrees with the API on the round of a sheet: states, offers, locks, refusals."""

import os
from itertools import count
from typing import Any, ClassVar

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.harness.round_model import (
    ABOVE,
    CODES,
    LEADER,
    PANEL,
    PEOPLE,
    PROVED,
    PUBLISHER,
    STAGES,
    UNIT,
    WAYS,
    Asked,
    SheetModel,
)
from tests.harness.rounds import FRAMEWORK, PROVINCE, Rounds, Trial
from tests.harness.scoring import API

EXAMPLES = int(os.environ.get("ROUND_EXAMPLES", "4"))
"""Runs of the machine; a drill asks for hundreds."""
ROLES = {
    UNIT: "commune_officer",
    ABOVE: "commune_officer",
    PANEL: "appraiser",
    PUBLISHER: "publisher",
    LEADER: "leader",
}
REASON = "Theo hồ sơ"
ANYBODY = st.sampled_from(PEOPLE)
SELDOM = st.integers(0, 7).map(lambda n: n == 0)
POINTS = st.sampled_from([0, 5, 10, 20, None])
YEARS = count(2030)
ONWARD = {
    "self": "submit",
    "submitted": "begin",
    "appraising": "finalise",
    "explaining": "explain",
    "finalised": "publish",
    "published": "reopen",
}


class Machine(RuleBasedStateMachine):
    """One sheet, its model, and everybody who may try something."""

    rounds: ClassVar[Rounds]
    area: ClassVar[str]
    pieces: ClassVar[dict[str, str]]

    @initialize()
    def open(self) -> None:
        self.trial: Trial = self.rounds.open(str(next(YEARS)), self.area)
        self.model, self.turn = SheetModel(version=self.trial.sheet["version"]), 0
        self.agree()

    @rule(who=ANYBODY, verb=st.sampled_from([*WAYS]), stale=SELDOM, whole=SELDOM.map(lambda seldom: not seldom))
    def anybody_tries_any_step(self, who: str, verb: str, stale: bool, whole: bool) -> None:
        self._step(who, verb, stale=stale, whole=whole)

    @rule(data=st.data())
    def a_step_that_is_offered_is_taken(self, data: st.DataObject) -> None:
        offers = {verb: who for who in PEOPLE for verb in self.model.offered(who)}
        verb = data.draw(st.sampled_from([*offers]))
        if verb == "publish":
            self.anybody_tries_to_publish(PUBLISHER)
        else:
            self._step(offers[verb], verb, stale=False, whole=True)

    @rule()
    def the_round_goes_on(self) -> None:
        if self.model.state in ("self", "explaining"):
            self._do_what_is_owed()
        elif self.model.state == "appraising":
            self._score(PANEL, "appraised", dict.fromkeys(CODES, 5))
        verb = ONWARD[self.model.state]
        if verb == "publish":
            self.anybody_tries_to_publish(PUBLISHER)
        else:
            self._step(WAYS[verb][0], verb, stale=False, whole=True)

    def _do_what_is_owed(self) -> None:
        """The unit scores, proves and answers whatever its next step takes."""
        codes = sorted(set(CODES) - self.model.locked("self"))
        if codes:
            self._score(UNIT, "self", dict.fromkeys(codes, 10))
        for code in sorted({*PROVED} - self.model.proofs):
            self.evidence_is_attached(UNIT, code)
        for question in [key for key, one in self.model.asked.items() if one.open and one.words is None]:
            self._answer(UNIT, question, "Như hồ sơ", stale=False)

    @rule(who=ANYBODY, stage=st.sampled_from([*STAGES]), code=st.sampled_from(CODES), points=POINTS)
    def anybody_scores(self, who: str, stage: str, code: str, points: int | None) -> None:
        self._score(who, stage, {code: points})

    @rule(who=ANYBODY, code=st.sampled_from(PROVED))
    def evidence_is_attached(self, who: str, code: str) -> None:
        answer = self._client(who).put(f"{self.trial.path}/evidence/{code}/{self.pieces[code]}", json={})
        assert answer.status_code == (204 if who == UNIT else 403), (who, answer.text)
        if who == UNIT:
            self.model.proofs.add(code)
        self.agree(is_changed=who == UNIT)

    @rule(who=ANYBODY, code=st.sampled_from(PROVED))
    def evidence_is_taken_away(self, who: str, code: str) -> None:
        answer = self._client(who).delete(f"{self.trial.path}/evidence/{code}/{self.pieces[code]}")
        missing = 204 if code in self.model.proofs else 404
        expected = 403 if who != UNIT else 409 if self.model.keeps(code) else missing
        assert answer.status_code == expected, (who, code, self.model, answer.text)
        if expected == 204:
            self.model.proofs.discard(code)
        self.agree(is_changed=expected == 204)

    @precondition(lambda self: self.model.asked)
    @rule(who=ANYBODY, data=st.data(), stale=SELDOM)
    def anybody_answers(self, who: str, data: st.DataObject, stale: bool) -> None:
        words = data.draw(st.sampled_from(["Xem trang 3", "Xem phụ lục"]))
        self._answer(who, data.draw(st.sampled_from([*self.model.asked])), words, stale=stale)

    @rule(who=ANYBODY)
    def anybody_tries_to_publish(self, who: str) -> None:
        told = {"framework": FRAMEWORK, "period": self.trial.sheet["period"], "within": self.area}
        told["instrument"] = {"number": "684/QĐ-UBND", "issued_on": "2026-11-20"}
        answer = self._client(who).post(f"{API}/assessments/publications", json=told)
        ready = 201 if self.model.state == "finalised" else 409
        assert answer.status_code == (ready if who == PUBLISHER else 403), (who, self.model, answer.text)
        if answer.status_code == 201:
            self.model.publish()
            assert self._recognised() == [self.model.recognised]
        self.agree(is_changed=answer.status_code == 201)

    def agree(self, *, is_changed: bool = True) -> None:
        """What is told and offered, to one after the other; after a change also what is open to one stage's judge."""
        self.turn += 1
        who = PEOPLE[self.turn % len(PEOPLE)]
        told = self._client(who).get(f"{self.trial.path}/round").json()
        assert (told["state"], told["version"]) == (self.model.state, self.model.version), self.model
        assert told["free"] == self.model.free
        offers = {one["verb"]: {(lack["code"], lack["kind"]) for lack in one["lacking"]} for one in told["allowed"]}
        assert offers == self.model.offered(who), (who, self.model)
        asked = {one["id"]: (one["code"], one["answer"], one["open"]) for one in told["questions"]}
        assert asked == {key: one.told(who) for key, one in self.model.asked.items()}
        if is_changed:
            stage = [*STAGES][self.turn % len(STAGES)]
            assert self._locked(STAGES[stage], stage) == self.model.locked(stage), (stage, self.model)

    def _recognised(self) -> list[int]:
        """The points for which the unit is publicly recognised."""
        mine = {"framework": FRAMEWORK, "within": self.area, "period": self.trial.sheet["period"]}
        found = self.rounds.system.client().get(f"{API}/recognitions", params=mine).json()["items"]
        return [one["points"] for one in found]

    def _step(self, who: str, verb: str, *, stale: bool, whole: bool) -> None:
        asks = {"questions": [{"code": "2", "question": "Ở đâu?"}], "due": "2099-01-15"}
        more: dict[str, Any] = (asks if verb == "ask" else {"reason": "Thử"}) if whole else {}
        expected = self.model.step_status(who, verb, stale=stale, whole=whole)
        sent = self._client(who).post(
            f"{self.trial.path}/steps", json={"verb": verb, **more}, headers=self._seen(stale=stale)
        )
        assert sent.status_code == expected, (who, verb, self.model, sent.text)
        if expected == 200:
            self.model.take(verb)
            for one in sent.json()["questions"]:
                self.model.asked.setdefault(one["id"], Asked(one["code"]))
        self.agree(is_changed=expected == 200)

    def _score(self, who: str, stage: str, points: dict[str, int | None]) -> None:
        reason = None if stage == "self" else REASON
        sent = [{"code": code, "stage": stage, "points": number, "reason": reason} for code, number in points.items()]
        answer = self._put(who, sent)
        open_to_judge = 409 if points.keys() & self.model.locked(stage) else 200
        assert answer.status_code == (open_to_judge if STAGES[stage] == who else 403), (who, self.model, answer.text)
        if answer.status_code == 200:
            self.model.score(stage, points, reason)
        self.agree(is_changed=answer.status_code == 200)

    def _answer(self, who: str, question: str, words: str, *, stale: bool) -> None:
        address = f"{self.trial.path}/answers/{question}"
        answer = self._client(who).put(address, json={"answer": words}, headers=self._seen(stale=stale))
        asked = self.model.asked[question]
        expected = self.model.answer_status(who, asked, stale=stale)
        assert answer.status_code == expected, (who, asked, self.model, answer.text)
        if expected == 200:
            self.model.answer(asked, words)
        self.agree(is_changed=expected == 200)

    def _locked(self, who: str, stage: str) -> set[str]:
        """The criteria that are locked, by points no criterion takes: what is open is wrong, what is locked is told."""
        wrong = [{"code": code, "stage": stage, "points": 9999, "reason": REASON} for code in CODES]
        answer = self._put(who, wrong)
        assert answer.status_code in (409, 422), answer.text
        if answer.status_code == 422:
            return set()
        return {CODES[int(fault["pointer"].split("/")[2])] for fault in answer.json()["errors"]}

    def _put(self, who: str, scores: list[dict[str, Any]]) -> httpx.Response:
        return self._client(who).put(f"{self.trial.path}/scores", json={"scores": scores}, headers=self._seen())

    def _seen(self, *, stale: bool = False) -> dict[str, str]:
        return {"If-Match": f'"v{self.model.version + stale}"'}

    def _client(self, who: str) -> httpx.Client:
        return self.rounds.desk.person(ROLES[who], self.area if who == UNIT else PROVINCE)


@pytest.mark.parametrize("examples", [EXAMPLES])
def test_a_machine_of_random_steps_agrees_with_the_api_on_rounds(rounds: Rounds, examples: int) -> None:
    trial = rounds.open("2029")
    Machine.rounds, Machine.area = rounds, trial.area
    for code in PROVED:
        assert trial.attach(code).status_code == 204
    listed = trial.who("commune_officer").get(f"{trial.path}/evidence").json()["items"]
    Machine.pieces = {one["subject"]: one["evidence"]["id"] for one in listed}
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=[*HealthCheck]
        ),
    )
