"""Evidence is taken away and its sheet submitted at the same moment: one of them is refused."""

from tests.harness.rounds import UNIT, Rounds
from tests.harness.standoff import meanwhile

_LINK = "select from score_evidence where evidence_id = %(id)s for update"


def test_nothing_is_submitted_without_the_evidence_that_was_being_taken_away(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.scored(UNIT, "self", _1=40, _2=30, _3=0)
    assert trial.attach("1").status_code == 204
    unit = trial.who(UNIT)
    [piece] = [one["evidence"]["id"] for one in unit.get(f"{trial.path}/evidence").json()["items"]]
    detached, sent = meanwhile(
        rounds.system,
        (_LINK, {"id": piece}),
        lambda: unit.delete(f"{trial.path}/evidence/1/{piece}"),
        lambda: trial.step(UNIT, "submit"),
    )
    assert (detached.status_code == 204) is (sent.status_code != 200), (detached.text, sent.text)
    is_sent = trial.seen()["state"] == "submitted"
    assert is_sent is bool(unit.get(f"{trial.path}/evidence").json()["items"])
