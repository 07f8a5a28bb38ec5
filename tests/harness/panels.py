"""Panels of appraisers for tests: a province of its own, named people, sheets submitted and being appraised."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from contracts.access import Role
from tests.harness.frameworks import head, nodes
from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, desk_of, put
from tests.harness.staff import employ, signed_in

PROVINCE = "T46-2025"
"""Huế: no other test opens sheets there."""
FRAMEWORK = "TO-2025"
TREE = nodes(
    [
        'code: "1", name: Nhân lực, max: 40',
        'code: "2", name: Hạ tầng, max: 40',
        'code: "3", name: Dịch vụ công, max: 20',
    ]
)
CHOSEN = "TOCHON-2025"
"""A framework whose criteria are chosen, not typed."""
CHOSEN_TREE = """nodes:
  - code: "1"
    name: Trưởng ban
    max: 60
    rule:
      kind: choice
      answers:
        - {key: chu-tich, label: Chủ tịch, share: 1}
        - {key: pho, label: Phó chủ tịch, share: 0.5}
  - code: "2"
    name: Họp
    max: 40
    rule:
      kind: additive
      parts:
        - {key: tinh, label: Họp tỉnh, share: 0.5}
        - {key: xa, label: Họp xã, share: 0.5}
"""

_known: "WeakKeyDictionary[LiveSystem, Panels]" = WeakKeyDictionary()


@dataclass(slots=True)
class Person:
    """Somebody with an account."""

    account: str
    name: str
    http: httpx.Client

    def seat(self, *groups: str, head: bool = False, everything: bool = True) -> dict[str, Any]:
        """What is said of them when a panel is arranged."""
        told = None if everything and not groups else list(groups)
        return {"account": self.account, "name": self.name, "head": head, "groups": told}


@dataclass(slots=True)
class Case:
    """One sheet in appraisal."""

    desk: Desk
    area: str
    id: str
    publisher: httpx.Client

    @property
    def path(self) -> str:
        """The address of the sheet."""
        return f"{API}/assessments/{self.id}"

    def sheet(self) -> dict[str, Any]:
        """The sheet as the publisher reads it."""
        return dict(self.publisher.get(self.path).json())

    def step(self, who: httpx.Client, verb: str, **said: Any) -> httpx.Response:
        """Try a step over the version that stands."""
        match = {"If-Match": f'"v{self.sheet()["version"]}"'}
        return who.post(f"{self.path}/steps", json={"verb": verb, **said}, headers=match)

    def table(self, who: Person) -> dict[str, Any]:
        """The panel's table as somebody sees it."""
        answer = who.http.get(f"{self.path}/panel")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def part(self, who: Person) -> dict[str, Any]:
        """Somebody's own part."""
        answer = who.http.get(f"{self.path}/panel/part")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def score(self, who: Person, *, done: bool = False, version: int | None = None, **points: Any) -> httpx.Response:
        """Try to save own scores: `_1=40` is criterion 1."""
        seen = version or self.part(who)["version"]
        scores = [{"code": name[1:], "points": given} for name, given in points.items()]
        said = {"scores": scores, "done": done}
        return who.http.put(f"{self.path}/panel/part", json=said, headers={"If-Match": f'"v{seen}"'})

    def scored(self, who: Person, *, done: bool = True, **points: Any) -> dict[str, Any]:
        """Own scores that must be possible."""
        answer = self.score(who, done=done, **points)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def agree(self, who: Person, *agreements: dict[str, Any], undisputed: bool = False) -> httpx.Response:
        """Try to agree."""
        match = {"If-Match": f'"v{self.sheet()["version"]}"'}
        said = {"agreements": list(agreements), "undisputed": undisputed}
        return who.http.put(f"{self.path}/panel/agreements", json=said, headers=match)

    def rule(self, who: Person, verb: str, whom: Person, reason: str = "Thử") -> httpx.Response:
        """Try a decision on somebody's part."""
        said = {"account": whom.account, "verb": verb, "reason": reason}
        return who.http.post(f"{self.path}/panel/rulings", json=said)


@dataclass(slots=True)
class Panels:
    """People and sheets of a province."""

    system: LiveSystem
    desk: Desk
    _communes: list[str]
    people: dict[str, Person] = field(default_factory=dict)
    _years: Iterator[int] = field(default_factory=lambda: count(2050))

    @classmethod
    def of(cls, system: LiveSystem) -> "Panels":
        """The people and sheets of a live system: made once, for no two tests may take one commune."""
        if system not in _known:
            _known[system] = cls._made(system)
        return _known[system]

    @classmethod
    def _made(cls, system: LiveSystem) -> "Panels":
        """The framework published, the communes listed."""
        desk = desk_of(system)
        officer = desk.person("department_officer", "VN")
        for code, tree in ((FRAMEWORK, TREE), (CHOSEN, CHOSEN_TREE)):
            text = head(code, valid_from="2025-01-01", issuer=f"UBND thành phố Huế thử {code}") + tree
            answer = officer.put(
                f"{API}/frameworks/{code}", content=text.encode(), headers={"Content-Type": "application/yaml"}
            )
            assert answer.status_code in (200, 201), answer.text
        query = {"parent": PROVINCE, "level": "X", "valid_on": "2025-12-31", "limit": "200"}
        areas = system.client().get("/api/directory/v1/areas", params=query).json()["items"]
        return cls(system, desk, [area["id"] for area in areas])

    @property
    def publisher(self) -> httpx.Client:
        """Who arranges panels and finalises."""
        return self.desk.person("publisher", PROVINCE)

    def person(self, name: str, role: str = Role.APPRAISER, area: str = PROVINCE) -> Person:
        """Somebody by a name that stands for them, made when first asked for."""
        if name not in self.people:
            client = signed_in(self.system, employ(self.system, role, area))
            told = client.get("/api/gateway/v1/sessions/current").json()
            self.people[name] = Person(told["account"], name, client)
        return self.people[name]

    def arrange(
        self,
        *seats: dict[str, Any],
        period: str = "2025",
        area: str = PROVINCE,
        framework: str = FRAMEWORK,
        **more: Any,
    ) -> httpx.Response:
        """Try to set up a panel."""
        said = {"framework": framework, "period": period, "area": area, "members": list(seats), **more}
        return self.publisher.post(f"{API}/panels", json=said)

    def arranged(self, *seats: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A panel that must be possible."""
        answer = self.arrange(*seats, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def commune(self) -> str:
        """A commune no other test has touched."""
        return self._communes.pop()

    def year(self) -> str:
        """A year no other test has touched: for a panel of the whole province, or a sheet that must have none."""
        return str(next(self._years))

    def chosen(self, area: str) -> Case:
        """A sheet of chosen criteria that its unit has submitted and whose appraisal has begun."""
        sheet = self.desk.sheet(area, CHOSEN, "2025")
        own = self.desk.person("commune_officer", area)
        given = ({"code": "1", "choice": "chu-tich"}, {"code": "2", "met": ["tinh", "xa"]})
        assert put(own, sheet, *({"stage": "self", **one} for one in given)).status_code == 200
        return self._begun(Case(self.desk, area, sheet["id"], self.publisher), own)

    def case(self, period: str = "2025", area: str | None = None, **points: float) -> Case:
        """A sheet that its unit has submitted and whose appraisal has begun."""
        area = area or self.commune()
        sheet = self.desk.sheet(area, FRAMEWORK, period)
        case = Case(self.desk, area, sheet["id"], self.publisher)
        own = self.desk.person("commune_officer", area)
        scores = [
            {"code": name[1:], "stage": "self", "points": given}
            for name, given in (points or {"_1": 40, "_2": 30, "_3": 10}).items()
        ]
        assert put(own, sheet, *scores).status_code == 200
        return self._begun(case, own)

    def _begun(self, case: Case, own: httpx.Client) -> Case:
        for who, verb in ((own, "submit"), (self.desk.person("appraiser", PROVINCE), "begin")):
            answer = case.step(who, verb)
            assert answer.status_code == 200, answer.text
        return case
