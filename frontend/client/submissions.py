"""Submissions (hồ sơ số liệu kỳ), their forms and who owes them, as pages read them and move them on."""

from dataclasses import dataclass

from contracts.indicators.checks import CheckReport
from contracts.indicators.forms import Form, FormSummary
from contracts.indicators.obligations import LateUnits, Obligation, ReminderCreate, ReminderReceipt, Task
from contracts.indicators.submissions import (
    AcceptanceBatch,
    CellBatch,
    CorrectionCreate,
    PublicationCreate,
    StepResult,
    StepResults,
    Submission,
    SubmissionCreate,
    SubmissionReturn,
    SubmissionRound,
    SubmissionSummary,
    Verb,
)
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.light import read
from kit.preconditions import etag
from kit.shapes import Page, Schema

ROOT = "/api/indicators/v1"
ADDRESSES = {
    Verb.SUBMIT: "submit",
    Verb.WITHDRAW: "withdraw",
    Verb.RETURN: "return",
    Verb.ACCEPT: "accept",
    Verb.PUBLISH: "publish",
    Verb.CORRECT: "corrections",
    Verb.DROP: "corrections",
}


@dataclass(frozen=True, slots=True)
class ObligationFilter:
    """What narrows the list of obligations."""

    within: str | None = None
    form: str | None = None
    period: str | None = None
    state: str | None = None
    late: bool | None = None
    unsent: bool | None = None
    limit: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """What narrows the list of submissions."""

    form: str | None = None
    area: str | None = None
    period: str | None = None


class _Rounds(Schema):
    """The bare list of the interface, under a name."""

    items: list[SubmissionRound]


class SubmissionCalls(Door):
    """Calls to forms, obligations and submissions."""

    async def list_forms(self) -> list[FormSummary]:
        """Every form without its lines."""
        return await self.get_all(FormSummary, f"{ROOT}/forms")

    async def get_form(self, form: str) -> Form:
        """A form with its lines; NotFound."""
        return await self.get(Form, f"{ROOT}/forms/{form}")

    async def list_tasks(self, limit: int, after: str | None = None) -> Page[Task]:
        """A page of what waits for the visitor, first due first."""
        return await self.get_page(Task, f"{ROOT}/submissions/mine", {"limit": limit, "after": after})

    async def list_obligations(self, wanted: ObligationFilter) -> Page[Obligation]:
        """A page of who owes what, first due first."""
        return await self.get_page(Obligation, f"{ROOT}/submissions/obligations", wanted)

    async def list_late(self) -> list[LateUnits]:
        """How many units are late with what, first due first."""
        return await self.get_all(LateUnits, f"{ROOT}/submissions/late")

    async def list_every_obligation(self, wanted: ObligationFilter) -> list[Obligation]:
        """All of it, for a file or a whole form and period."""
        return await self.get_all(Obligation, f"{ROOT}/submissions/obligations", wanted)

    async def remind(self, wanted: ReminderCreate) -> ReminderReceipt:
        """Remind units; Invalid, Forbidden."""
        return read(ReminderReceipt, (await self.send("POST", f"{ROOT}/submissions/reminders", wanted)).body)

    async def open_submission(self, wanted: SubmissionCreate) -> Submission:
        """Opens the submission of a form, unit and period, or gives the one that is open; Invalid, Forbidden."""
        return read(Submission, (await self.send("POST", f"{ROOT}/submissions", wanted)).body)

    async def list_submissions(self, wanted: SubmissionFilter) -> list[SubmissionSummary]:
        """Submissions without their cells."""
        return await self.get_all(SubmissionSummary, f"{ROOT}/submissions", wanted)

    async def get_submission(self, submission: str) -> Submission:
        """A whole submission; NotFound, also for what cannot be the id of one."""
        return await self.get_one(Submission, f"{ROOT}/submissions/{submission}", "Không có hồ sơ này.")

    async def list_rounds(self, submission: str) -> list[SubmissionRound]:
        """Every sending of a submission, oldest first."""
        answer = await self.ask(Call("GET", f"{ROOT}/submissions/{submission}/rounds"))
        return read(_Rounds, b'{"items":' + answer.body + b"}").items

    async def get_checks(self, submission: str) -> CheckReport:
        """What the checks find in a submission as it stands."""
        return await self.get(CheckReport, f"{ROOT}/submissions/{submission}/checks")

    async def save_cells(self, submission: str, version: int, batch: CellBatch) -> Submission:
        """Saves cells over the version that was read: all or none; Invalid, Conflict, Stale."""
        path = f"{ROOT}/submissions/{submission}/cells"
        return read(Submission, (await self.send("PUT", path, batch, {"if-match": etag(version)})).body)

    async def move_submission(
        self, submission: str, version: int, verb: Verb, said: SubmissionReturn | CorrectionCreate | None = None
    ) -> Submission:
        """One step on the version that was read; Invalid, Forbidden, Conflict, Stale."""
        path, seen = f"{ROOT}/submissions/{submission}/{ADDRESSES[verb]}", {"if-match": etag(version)}
        if said is None:
            method = "DELETE" if verb is Verb.DROP else "POST"
            return read(Submission, (await self.ask(Call(method, path, headers=seen))).body)
        return read(Submission, (await self.send("POST", path, said, seen)).body)

    async def accept_several(self, batch: AcceptanceBatch) -> list[StepResult]:
        """Accept whatever can be; what became of each."""
        answer = await self.send("POST", f"{ROOT}/submissions/acceptances", batch)
        return read(StepResults, answer.body).items

    async def publish_several(self, wanted: PublicationCreate) -> list[StepResult]:
        """Publish whatever is accepted of a form and period within an area; Invalid, Forbidden."""
        answer = await self.send("POST", f"{ROOT}/submissions/publications", wanted)
        return read(StepResults, answer.body).items
