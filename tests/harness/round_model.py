"""A model of the round of a sheet, written from docs and not from the product: who may what, and what follows."""

from dataclasses import dataclass, field

UNIT, ABOVE, PANEL, PUBLISHER, LEADER = "unit", "above", "panel", "publisher", "leader"
"""The unit's own officer, an officer of the province with the same right, and those who judge."""
PEOPLE = (UNIT, ABOVE, PANEL, PUBLISHER, LEADER)
STAGES = {"self": UNIT, "appraised": PANEL, "final": PUBLISHER}
CODES, PROVED = ("1", "2", "3"), ("1", "3")
"""The criteria, and those whose points must be proved."""
WAYS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "submit": (UNIT, ("self",), "submitted"),
    "withdraw": (UNIT, ("submitted",), "self"),
    "begin": (PANEL, ("submitted",), "appraising"),
    "send_back": (PANEL, ("submitted", "appraising"), "self"),
    "ask": (PANEL, ("appraising", "explaining"), "explaining"),
    "explain": (UNIT, ("explaining",), "appraising"),
    "resume": (PANEL, ("explaining",), "appraising"),
    "finalise": (PUBLISHER, ("appraising",), "finalised"),
    "reopen": (PUBLISHER, ("finalised", "published"), "appraising"),
}
REASONED = ("send_back", "resume", "reopen")
Lacks = set[tuple[str, str]]


@dataclass
class Asked:
    """One question of the appraisal."""

    code: str
    words: str | None = None
    open: bool = True
    sent: bool = False

    def told(self, who: str) -> tuple[str, str | None, bool]:
        """Criterion, explanation and whether it waits, as somebody is told: drafts are the unit's own."""
        return self.code, self.words if self.sent or who == UNIT else None, self.open


@dataclass
class SheetModel:
    """Where a sheet stands, as far as anybody can tell."""

    state: str = "self"
    version: int = 1
    free: bool = True
    scores: dict[tuple[str, str], tuple[int, str | None]] = field(default_factory=dict)
    proofs: set[str] = field(default_factory=set)
    asked: dict[str, Asked] = field(default_factory=dict)
    recognised: int | None = None

    def offered(self, who: str) -> dict[str, Lacks]:
        """The steps somebody may take now, each with what it lacks."""
        ways = {
            verb: self.lacking(verb) for verb, (by, starts, _) in WAYS.items() if by == who and self.state in starts
        }
        return ways | ({"publish": set()} if who == PUBLISHER and self.state == "finalised" else {})

    def lacking(self, verb: str) -> Lacks:
        """What hinders a step, by criterion."""
        own = {code: points for (code, stage), (points, _) in self.scores.items() if stage == "self"}
        unproved = {(code, "evidence") for code in PROVED if own.get(code) and code not in self.proofs}
        match verb:
            case "submit":
                return unproved | {(code, "score") for code in CODES if code not in own}
            case "explain":
                silent = {(one.code, "answer") for one in self.asked.values() if one.open and one.words is None}
                return unproved | silent
            case "finalise":
                judged = {code for code, stage in self.scores if stage != "self"}
                return {(code, "judgement") for code in CODES if code not in judged}
        return set()

    def open_codes(self) -> set[str]:
        """The criteria of which the unit is asked."""
        return {one.code for one in self.asked.values() if one.open}

    def locked(self, stage: str) -> set[str]:
        """The criteria whose score of a stage cannot be changed now."""
        if self.free or (stage == "self" and self.state == "self"):
            return set()
        if stage != "self" and self.state in ("appraising", "explaining"):
            return set()
        return set(CODES) - (self.open_codes() if stage == "self" and self.state == "explaining" else set())

    def keeps(self, code: str) -> bool:
        """Whether the evidence of a criterion cannot be taken away now."""
        return (code, "final") in self.scores or (self.state != "self" and code not in self.open_codes())

    def step_status(self, who: str, verb: str, *, stale: bool, whole: bool) -> int:
        """What a step answers; `whole`: the reason, questions and day it takes come with it."""
        by, starts, _ = WAYS[verb]
        if who != by:
            return 403
        if stale:
            return 412
        if self.state not in starts:
            return 409
        if not whole and (verb in REASONED or verb == "ask"):
            return 422
        return 409 if self.lacking(verb) else 200

    def take(self, verb: str) -> None:
        """What a step that was taken leads to."""
        self.state, self.version = WAYS[verb][2], self.version + 1
        self.free = self.free and verb != "submit"
        if verb in ("explain", "resume", "send_back"):
            for one in self.asked.values():
                one.sent = one.sent or (one.open and verb == "explain")
                one.open = False
        if verb == "finalise":
            self._finalise()

    def _finalise(self) -> None:
        """What was appraised becomes final where nothing else is; that makes a version of its own."""
        left = [code for code in CODES if (code, "appraised") in self.scores and (code, "final") not in self.scores]
        for code in left:
            self.scores[code, "final"] = self.scores[code, "appraised"][0], "Theo điểm thẩm định."
        self.version += bool(left)

    def score(self, stage: str, points: dict[str, int | None], reason: str | None) -> None:
        """What points that were taken lead to; when all stand so already, to nothing."""
        before = dict(self.scores)
        for code, number in points.items():
            if number is None:
                self.scores.pop((code, stage), None)
            else:
                self.scores[code, stage] = number, reason
        self.version += before != self.scores

    def publish(self) -> None:
        """What a publication leads to."""
        self.state, self.version = "published", self.version + 1
        self.recognised = sum(points for (_, stage), (points, _) in self.scores.items() if stage == "final")

    def answer_status(self, who: str, asked: Asked, *, stale: bool) -> int:
        """What an explanation answers."""
        if who != UNIT:
            return 403
        if stale:
            return 412
        if self.state != "explaining":
            return 409
        return 200 if asked.open else 404

    def answer(self, asked: Asked, words: str) -> None:
        """What an explanation that was taken leads to."""
        self.version += asked.words != words
        asked.words = words
