"""What somebody types into the page of a step: reason, questions with a day, explanations; and the step it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from contracts.indicators.rounds import QuestionCreate, SheetVerb, StepCreate
from frontend.reading.days import day_of
from frontend.reading.rounds.opened import Opened
from kit.errors import Invalid, Refusal
from kit.shapes import Fault

QUESTION, ANSWER = "hoi.", "gt."
REASON, DUE = "ly_do", "han"
LONGEST = 4000
TOO_LONG = "Không viết dài quá 4.000 ký tự."
NO_DAY = "Hãy ghi ngày, ví dụ 31/12/2026."
NO_QUESTION = "Hãy ghi câu hỏi ở ít nhất một tiêu chí."
Errors = list[tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed, by field; `version` is the sheet its reader saw."""

    version: int = 0
    reason: str = ""
    due: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    def step(self, verb: SheetVerb, opened: Opened) -> StepCreate:
        """The step as it is sent; Invalid at fields a page can see are wrong."""
        faults = [
            Fault(pointer=name, detail=TOO_LONG)
            for name, text in {REASON: self.reason, **_keyed(QUESTION, self.questions)}.items()
            if len(text) > LONGEST
        ]
        asked = {code: text for code, text in self.questions.items() if text.strip()}
        due = day_of(self.due)
        if verb is SheetVerb.ASK:
            faults += [Fault(pointer=DUE, detail=NO_DAY)] if due is None else []
            faults += [] if asked else [Fault(pointer="", detail=NO_QUESTION)]
        if faults:
            raise Invalid("Chưa làm được, xem từng ô.", faults)
        if verb is not SheetVerb.ASK:
            return StepCreate(verb=verb, reason=self.reason.strip() or None) if self.reason else StepCreate(verb=verb)
        order = [code for code in opened.rows if code in asked]
        questions = [QuestionCreate(code=code, question=asked[code]) for code in order]
        return StepCreate(verb=verb, questions=questions, due=due)

    def changed_answers(self, opened: Opened) -> dict[str, str]:
        """The explanations that differ from those kept, by question; Invalid for one that is too long."""
        faults = [
            Fault(pointer=name, detail=TOO_LONG)
            for name, text in _keyed(ANSWER, self.answers).items()
            if len(text) > LONGEST
        ]
        if faults:
            raise Invalid("Chưa lưu được, xem từng ô.", faults)
        typed = {one.id: self.answers.get(one.id, "").strip() for one in opened.questions}
        return {one.id: typed[one.id] for one in opened.questions if typed[one.id] not in ("", one.answer or "")}

    def answer(self, question: str, kept: str | None) -> str:
        """What stands in the box of an explanation."""
        return self.answers.get(question, kept or "")

    def unanswered(self, opened: Opened) -> Errors:
        """The questions that have no explanation, neither typed nor kept."""
        return [
            (f"{ANSWER}{one.id}", f"{one.code}: Chưa giải trình.")
            for one in opened.questions
            if not self.answer(one.id, one.answer).strip()
        ]

    def errors(self, refusal: Refusal) -> Errors:
        """What stands in the box above: field and sentence."""
        names = {"/reason": REASON, "/due": DUE}
        found: Errors = []
        for fault in refusal.faults:
            if fault.pointer.startswith("/rows/"):
                continue  # told below, each with the way to its cell
            known = names.get(fault.pointer, "" if fault.pointer.startswith("/") else fault.pointer)
            found.append((known or None, fault.detail))
        return found or [(None, refusal.detail or refusal.title)]


def said_in(form: FormData) -> Said:
    """What a form carries."""
    version = str(form.get("ver", ""))
    texts = {name: str(text).replace("\r\n", "\n").replace("\x00", "") for name, text in form.items()}
    return Said(
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        reason=texts.get(REASON, ""),
        due=texts.get(DUE, "")[:40],
        questions=_under(QUESTION, texts),
        answers=_under(ANSWER, texts),
    )


def _under(start: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(start): text for name, text in texts.items() if name.startswith(start)}


def _keyed(start: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{start}{name}": text for name, text in texts.items()}
