"""Rounds of sheets for tests: a province of its own, a framework that demands evidence, everybody who takes steps."""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from tests.harness.files import pdf
from tests.harness.frameworks import BANDS, head, nodes
from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, desk_of, put

PROVINCE = "T42-2025"
"""Hà Tĩnh: no other test opens sheets there."""
FRAMEWORK = "VONG-2025"
TREE = nodes(
    [
        'code: "1", name: Nhân lực, max: 40, evidence: required',
        'code: "2", name: Hạ tầng, max: 40',
        'code: "3", name: Dịch vụ công, max: 20, evidence: required',
    ]
)
CODES = ("1", "2", "3")
UNIT, PANEL, PUBLISHER = "commune_officer", "appraiser", "publisher"


@dataclass(slots=True)
class Trial:
    """One sheet on its way, with what was last told of its round."""

    desk: Desk
    area: str
    sheet: dict[str, Any]
    round: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address of the sheet."""
        return f"{API}/assessments/{self.sheet['id']}"

    def who(self, role: str) -> httpx.Client:
        """Somebody with a role: the unit's own people on the unit, the others on the province."""
        return self.desk.person(role, self.area if role == UNIT else PROVINCE)

    def seen(self, role: str = PANEL) -> dict[str, Any]:
        """The round as somebody is told of it."""
        answer = self.who(role).get(f"{self.path}/round")
        assert answer.status_code == 200, answer.text
        self.round = answer.json()
        return self.round

    def step(self, role: str, verb: str, **said: Any) -> httpx.Response:
        """Try a step over the version that stands."""
        match = {"If-Match": f'"v{self.seen(role)["version"]}"'}
        return self.who(role).post(f"{self.path}/steps", json={"verb": verb, **said}, headers=match)

    def stepped(self, role: str, verb: str, **said: Any) -> dict[str, Any]:
        """The round after a step that must be possible."""
        answer = self.step(role, verb, **said)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def answer(self, question: str, words: str) -> httpx.Response:
        """Try to explain over the version that stands."""
        match = {"If-Match": f'"v{self.seen(UNIT)["version"]}"'}
        return self.who(UNIT).put(f"{self.path}/answers/{question}", json={"answer": words}, headers=match)

    def score(self, role: str, stage: str, **points: float) -> httpx.Response:
        """Try to set points: `_1=40` is criterion 1."""
        version = self.seen(role)["version"]
        reason = {} if stage == "self" else {"reason": "Theo hồ sơ"}
        scores = [
            {"code": name[1:].replace("_", "."), "stage": stage, "points": given} | reason
            for name, given in points.items()
        ]
        answer: httpx.Response = put(self.who(role), self.sheet, *scores, version=version)
        return answer

    def scored(self, role: str, stage: str, **points: float) -> dict[str, Any]:
        """The sheet after points that must be possible."""
        answer = self.score(role, stage, **points)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def attach(self, code: str) -> httpx.Response:
        """Evidence of the unit behind a criterion."""
        unit = self.who(UNIT)
        sent = {"file": ("a.pdf", pdf(f"{self.area}{code}"))}
        made = unit.post(f"{API}/evidence/files", data={"area": self.area}, files=sent).json()
        return unit.put(f"{self.path}/evidence/{code}/{made['id']}", json={})

    def submitted(self, **points: float) -> dict[str, Any]:
        """The round of a sheet that its unit has scored, proved and submitted."""
        self.scored(UNIT, "self", **(points or {"_1": 40, "_2": 30, "_3": 10}))
        for code in ("1", "3"):
            assert self.attach(code).status_code == 204
        return self.stepped(UNIT, "submit")

    def finalised(self, **points: float) -> dict[str, Any]:
        """The round of a sheet whose final scores are as the appraisal has them."""
        self.submitted(**points)
        self.stepped(PANEL, "begin")
        self.scored(PANEL, "appraised", **(points or {"_1": 40, "_2": 20, "_3": 10}))
        return self.stepped(PUBLISHER, "finalise")


@dataclass(slots=True)
class Rounds:
    """Sheets of communes that no other test has touched."""

    system: LiveSystem
    desk: Desk
    _communes: list[str]

    @classmethod
    def of(cls, system: LiveSystem) -> "Rounds":
        """The framework published, the communes listed."""
        desk = desk_of(system)
        text = head(FRAMEWORK, valid_from="2025-01-01", more=BANDS) + TREE
        officer = desk.person("department_officer", "VN")
        answer = officer.put(
            f"{API}/frameworks/{FRAMEWORK}", content=text.encode(), headers={"Content-Type": "application/yaml"}
        )
        assert answer.status_code in (200, 201), answer.text
        query = {"parent": PROVINCE, "level": "X", "valid_on": "2025-12-31", "limit": "200"}
        areas = system.client().get("/api/directory/v1/areas", params=query).json()["items"]
        return cls(system, desk, [area["id"] for area in areas])

    def open(self, period: str = "2025", area: str | None = None) -> Trial:
        """A sheet nobody has scored yet."""
        area = area or self._communes.pop()
        return Trial(self.desk, area, self.desk.sheet(area, FRAMEWORK, period))

    def publish(self, within: str = PROVINCE, period: str = "2025", **more: Any) -> httpx.Response:
        """Try to publish by a decision."""
        said = {
            "framework": FRAMEWORK,
            "period": period,
            "within": within,
            "instrument": {"number": "684/QĐ-UBND", "issued_on": "2026-11-20"},
        }
        return self.desk.person(PUBLISHER, PROVINCE).post(f"{API}/assessments/publications", json=said | more)


_rounds: "WeakKeyDictionary[LiveSystem, Rounds]" = WeakKeyDictionary()


def rounds_of(system: LiveSystem) -> Rounds:
    """The rounds of a live system: one for all its tests, so that no two take the same commune.

    Each file of tests has years of its own: what is published for a whole province would find the sheets of others.
    """
    return _rounds.setdefault(system, Rounds.of(system)) if system not in _rounds else _rounds[system]
