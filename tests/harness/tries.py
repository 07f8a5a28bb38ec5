"""Random questions about units: every address of the interface and every page that tells of one."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.harness.scoring import API
from tests.harness.secrets import CODE, FRAMEWORK, PERIOD, SCORED, YEAR
from tests.harness.xlsx import book

JSON = "application/json"
PERIODS = (PERIOD, PERIOD, "2026-Q1", "2026-Q3", "2026-09", "2026-H1", YEAR)
CODES = (CODE, CODE, CODE, "CQS-01", "CQS-03", "KTS-03")
FEED = "changes"
PAGES = 1 / 20
"""How many of the readings are pages, which ask several addresses each, or workbooks, which take as long."""
WORDS = ("mat", "noi bo", "731", "tu le", "can giuoc", "lao cai", "a", "xa", "01")
STAGES = ("self", "appraised", "final")
BOUNDARY = "ranh-gioi-thu"


@dataclass(frozen=True, slots=True)
class Try:
    """One request: what kind of question it is, and how it is asked."""

    kind: str
    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = JSON
    match: str = ""

    @property
    def asked(self) -> str:
        """Everything the answer may echo without telling anything."""
        return f"{self.path} {self.query} {self.body.decode(errors='ignore')}"


@dataclass(frozen=True, slots=True)
class Questions:
    """Draws questions about `areas` (units, what is above them) and `sheets`; writes are about `others` only."""

    draw: random.Random
    areas: list[str]
    sheets: list[str]

    def asks(self, after: str) -> Try:
        """Any reading; of the feed from `after` on."""
        kind, make = self.draw.choice(_PAGES if self.draw.random() < PAGES else _READINGS)
        path, query = make(self)
        return Try(kind, "GET", path, query + (f"&after={after}" if kind == FEED and after else ""))

    def writes(self, area: str, sheet: str) -> Try:
        """Any change of a unit's values or sheet."""
        return self.draw.choice(_WRITINGS)(self, area, sheet)

    def maybe(self, **query: str | list[str] | tuple[str, ...]) -> str:
        """A query of some of these, each as given or drawn from the list."""
        chosen = {
            name: self.draw.choice(told) if isinstance(told, list | tuple) else told for name, told in query.items()
        }
        return urlencode({name: told for name, told in chosen.items() if self.draw.random() < 0.6})

    def one(self, *choices: str) -> str:
        """One of these, or of the areas when there are none."""
        return self.draw.choice(choices or self.areas)


Address = tuple[str, str]
Make = Callable[[Questions], Address]


def _figure(ask: Questions, after: str = "") -> Address:
    return f"{API}/figures/{ask.one(*CODES)}/{ask.one()}/{ask.one(*PERIODS)}{after}", ""


def _assessment(ask: Questions, after: str = "") -> Address:
    return f"{API}/assessments/{ask.one(*ask.sheets)}{after}", ""


def _values(ask: Questions, room: str) -> Address:
    told = {"area": ask.areas, "limit": ("1", "20", "200")} if ask.draw.random() < 0.5 else {"within": ask.areas}
    by_room = {"period_from": PERIODS} if room == "values" else {"newest": "true", "level": ("X", "T", "N")}
    return f"{API}/{room}", ask.maybe(indicator=CODES, **told, **by_room)


def _template(ask: Questions) -> Address:
    kind = ask.one("assessment", "assessment", "values")
    query = {"framework": FRAMEWORK, "area": ask.one(), "period": YEAR if kind == "assessment" else PERIOD}
    return f"{API}/templates/{kind}", urlencode({**query, "stage": ask.one(*STAGES)})


_RANKED = f"framework={FRAMEWORK}&"
_READINGS: list[tuple[str, Make]] = [
    ("values", lambda ask: _values(ask, "values")),
    ("figures", lambda ask: _values(ask, "figures")),
    ("figure", _figure),
    ("proof", lambda ask: _figure(ask, "/proof")),
    ("overview", lambda ask: (f"{API}/overviews/{ask.one()}", ask.maybe(period=PERIODS))),
    (FEED, lambda ask: (f"{API}/changes", f"limit={ask.draw.randint(80, 160)}")),
    ("list", lambda ask: (f"{API}/assessments", ask.maybe(framework=FRAMEWORK, area=ask.areas, period=YEAR))),
    ("sheet", _assessment),
    ("sheet proof", lambda ask: _assessment(ask, "/proof")),
    ("ranking", lambda ask: (f"{API}/rankings", _RANKED + ask.maybe(period=YEAR, within=ask.areas, level=("X", "T")))),
    ("search", lambda ask: ("/api/directory/v1/areas", ask.maybe(q=WORDS, within=ask.areas))),
    ("search", lambda ask: (f"{API}/indicators", ask.maybe(q=WORDS))),
]  # fmt: skip
_PAGES: list[tuple[str, Make]] = [
    ("template", _template),
    ("page of a unit", lambda ask: (f"/don-vi/{ask.one()}", "")),
    ("page of an area", lambda ask: ("/tong-quan", ask.maybe(dv=ask.areas, ky=PERIODS, ct=CODES, q=WORDS))),
    ("page of search", lambda ask: (ask.one("/don-vi", "/chi-tieu"), ask.maybe(q=WORDS))),
    ("page of an indicator", lambda ask: (f"/chi-tieu/{CODE}", ask.maybe(dv=ask.areas, ky=PERIODS))),
    ("page of a figure", lambda ask: (f"/chi-tieu/{CODE}/{ask.one()}/{PERIOD}", "")),
    ("export", lambda ask: (f"/chi-tieu/{CODE}.csv", ask.maybe(dv=ask.areas, ky=PERIODS))),
    ("page of ranks", lambda ask: ("/xep-hang", "bo=" + FRAMEWORK + "&" + ask.maybe(dv=ask.areas, ky=YEAR, q=WORDS))),
    ("page of a sheet", lambda ask: (f"/ho-so/{ask.one(*ask.sheets)}/can-cu", ask.maybe(luot=STAGES))),
    ("page of entry", lambda ask: (ask.one("/nhap", "/nhap/mau", "/nhap/tep"), _choice(ask))),
    ("page of scoring", lambda ask: (ask.one("/cham-diem", "/cham-diem/can-cu"), _desk(ask))),
]  # fmt: skip


def _choice(ask: Questions) -> str:
    return ask.maybe(bm=(FRAMEWORK, "values", "so-lieu"), dv=ask.areas, ky=(YEAR, PERIOD))


def _desk(ask: Questions) -> str:
    return ask.maybe(dv=ask.areas, bo=FRAMEWORK, ky=YEAR, gd=STAGES, ma=SCORED)


def _post_value(ask: Questions, area: str, _: str) -> Try:
    value = {"indicator": ask.one(*CODES), "area": area, "period": ask.one(*PERIODS), "value": 7, "reason": "Thử"}
    return Try("write values", "POST", f"{API}/values", body=json.dumps({"values": [value]}).encode())


def _post_csv(ask: Questions, area: str, _: str) -> Try:
    body = f"indicator,area,period,value\n{ask.one(*CODES)},{area},{ask.one(*PERIODS)},7\n"
    return Try("write values", "POST", f"{API}/values", body=body.encode(), content_type="text/csv")


def _put_scores(ask: Questions, _: str, sheet: str) -> Try:
    scores = [{"code": code, "stage": ask.one(*STAGES), "points": 1, "reason": "Thử"} for code in SCORED]
    path, match = f"{API}/assessments/{sheet}/scores", f'"v{ask.draw.randint(1, 6)}"'
    return Try("write scores", "PUT", path, body=json.dumps({"scores": scores}).encode(), match=match)


def _open(ask: Questions, area: str, _: str) -> Try:
    body = {"framework": FRAMEWORK, "area": area, "period": YEAR}
    return Try("open a sheet", "POST", f"{API}/assessments", body=json.dumps(body).encode())


def _import(ask: Questions, area: str, _: str) -> Try:
    told = {"kind": "assessment", "framework": FRAMEWORK, "area": area, "period": YEAR, "stage": ask.one(*STAGES)}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in told.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + book([("1.1", "", 1)]) + f"\r\n--{BOUNDARY}--\r\n".encode()
    return Try("import", "POST", f"{API}/imports", body=body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


_WRITINGS = (_post_value, _post_csv, _put_scores, _open, _import)


def texts_of(body: bytes) -> Iterator[str]:
    """What a body says, a workbook's every sheet; digits as machines and as people write them."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book_:
            for name in book_.namelist():
                yield book_.read(name).decode(errors="ignore")
        return
    text = body.decode(errors="ignore")
    yield text
    if "." in text:
        yield text.replace(".", "")
