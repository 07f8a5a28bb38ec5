"""Evidence is taken away and its number sent at the same moment: one of them is refused."""

from tests.harness.standoff import meanwhile
from tests.harness.submitting import API
from tests.services.indicators.checks.conftest import PERIOD, Desk
from tests.services.indicators.checks.test_sending import USUAL

_LINK = "select from value_evidence where evidence_id = %(id)s for update"


def test_nothing_is_sent_without_the_evidence_that_was_being_taken_away(desk: Desk) -> None:
    sheet = desk.filled(USUAL)
    officer, proofs = desk.officer(sheet), f"{API}/values/{sheet['area']}/{PERIOD}/evidence"
    [piece] = [one["evidence"]["id"] for one in officer.get(proofs).json()["items"]]
    detached, sent = meanwhile(
        desk.system,
        (_LINK, {"id": piece}),
        lambda: officer.delete(f"{proofs}/CQS-01/{piece}"),
        lambda: desk.submit(sheet),
    )
    assert (detached.status_code == 204) is (sent.status_code != 200), (detached.text, sent.text)
    is_sent = officer.get(f"{API}/submissions/{sheet['id']}").json()["state"] == "submitted"
    assert is_sent is bool(officer.get(proofs).json()["items"])
