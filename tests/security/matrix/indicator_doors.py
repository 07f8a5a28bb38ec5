"""Probes of the indicators service."""

from itertools import count

import httpx

from contracts.access import Right
from tests.harness.frameworks import flat, head
from tests.harness.xlsx import book
from tests.security.matrix.ground import API, FRAMEWORK, INDICATOR, PERIOD, STAGES, Unit, value_of
from tests.security.matrix.probes import Probe, reading

YAML = {"Content-Type": "application/yaml"}
_numbers = count(1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = {"self": "Điểm tự đánh giá", "appraised": "Điểm thẩm định", "final": "Điểm công bố"}
UNSEEN = frozenset({404})
SHEET = {"framework": FRAMEWORK, "period": PERIOD}
FIGURE = f"{API}/figures/{{indicator}}/{{area}}/{{period}}"
KNOWN = FIGURE.replace("{indicator}", "CQS-01").replace("{area}", "T15-2025").replace("{period}", "2026-09")


def scoring(stage: str, *, one: bool) -> Probe:
    """A score of one stage, by itself or in a batch."""
    door = f"PUT {API}/assessments/{{assessment}}/scores" + ("/{code}" if one else "")

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        read = client.get(f"{API}/assessments/{unit.sheet}").headers.get("etag", '"v1"').replace("-gz", "")
        score = {"stage": stage, "points": 1}
        address = f"{API}/assessments/{unit.sheet}/scores"
        if one:
            return client.put(f"{address}/1.1", json=score, headers={"If-Match": read})
        return client.put(address, json={"scores": [{"code": "1.2"} | score]}, headers={"If-Match": read})

    return Probe(door, ask, name=stage, takes=frozenset({STAGES[stage]}), beyond=UNSEEN)


def importing(kind: str, right: Right, stage: str = "") -> Probe:
    """A workbook of one kind."""
    file = book(
        [("1.3", "", 1)] if stage else [(INDICATOR, "", 7)],
        headings=("Mã", "Tên tiêu chí", HEADINGS[stage]) if stage else ("Mã chỉ tiêu", "Tên", "Giá trị"),
    )

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        form = {"kind": kind, "area": unit.area, **(SHEET | {"stage": stage} if stage else {"period": "2026-Q3"})}
        return client.post(f"{API}/imports", data=form, files={"file": ("a.xlsx", file, XLSX)})

    return Probe(f"POST {API}/imports", ask, name=f"{kind} {stage}", takes=frozenset({right}))


def annotating(kind: str, right: Right) -> Probe:
    """A file with a bad cell back with comments."""
    file = book([(INDICATOR, "", -1)], headings=("Mã chỉ tiêu", "Tên", "Giá trị"), title="Số liệu")

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        form = {"kind": kind, "area": unit.area, "period": "2026-Q3"}
        return client.post(f"{API}/imports/annotations", data=form, files={"file": ("a.xlsx", file, XLSX)})

    return Probe(f"POST {API}/imports/annotations", ask, takes=frozenset({right}))


def recorded_of(unit: Unit) -> tuple[str, str]:
    """What a source says of the unit, and the matter it stands in, both as their ids."""
    said = {
        "indicator": INDICATOR,
        "area": unit.area,
        "period": "2026-Q3",
        "value": 7,
        "kind": "press",
        "source": "Báo",
    }
    recorded = unit.recorder.post(f"{API}/observations", json=said).json()
    return recorded["id"], recorded["matters"][0]


def choosing(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A source of the unit is chosen, that somebody else recorded."""
    observation, matter = recorded_of(unit)
    seen = unit.recorder.get(f"{API}/matters/{matter}").headers["etag"].replace("-gz", "")
    address = f"{API}/observations/{observation}/choose"
    return client.post(address, json={"reason": "Thử"}, headers={"If-Match": seen})


def accepting(client: httpx.Client, unit: Unit) -> httpx.Response:
    """What an officer who may choose recorded of the unit is accepted: it is already."""
    return client.post(f"{API}/observations/{recorded_of(unit)[0]}/accept")


def withdrawing(client: httpx.Client, unit: Unit) -> httpx.Response:
    """What somebody else recorded of the unit is withdrawn."""
    return client.post(f"{API}/observations/{recorded_of(unit)[0]}/withdraw", json={"reason": "Thử"})


def said_of(client: httpx.Client, unit: Unit) -> httpx.Response:
    """What a source says of the unit is read."""
    return client.get(f"{API}/observations/{recorded_of(unit)[0]}")


def retrying(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A measurement of the unit that waits is tried again."""
    return client.post(f"{API}/parked-measurements/{unit.waiting()}/retry", json={})


def saying(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A source of the unit is recorded."""
    said = {"area": unit.area, "measure": "Số hộ", "value": 7, "kind": "report", "source": "Báo cáo"}
    return client.post(f"{API}/observations", json=said)


def publishing(client: httpx.Client, unit: Unit) -> httpx.Response:
    """A framework nobody published before, for the unit."""
    code = f"THU-{next(_numbers)}"
    text = head(code, area=unit.area, issuer=code) + flat()
    return client.put(f"{API}/frameworks/{code}", content=text.encode(), headers=YAML)


PROBES = [
    reading(f"GET {API}/frameworks"),
    reading(f"GET {API}/frameworks/{{code}}", f"{API}/frameworks/{FRAMEWORK}"),
    reading(f"GET {API}/frameworks/{{code}}/definition", f"{API}/frameworks/{FRAMEWORK}/definition"),
    reading(f"GET {API}/frameworks/{{code}}/diff", f"{API}/frameworks/DTI-2025/diff"),
    reading(f"GET {API}/frameworks/{{code}}/revisions", f"{API}/frameworks/{FRAMEWORK}/revisions"),
    reading(f"GET {API}/framework-schema"),
    Probe(
        f"POST {API}/frameworks/checks",
        lambda client, unit: client.post(f"{API}/frameworks/checks", content=head(area=unit.area), headers=YAML),
    ),
    Probe(f"PUT {API}/frameworks/{{code}}", publishing, done=frozenset({201})),
    reading(f"GET {API}/indicators"),
    reading(f"GET {API}/indicators/{{code}}", f"{API}/indicators/{INDICATOR}"),
    reading(f"GET {API}/values", area="{area}"),
    Probe(
        f"POST {API}/values",
        lambda client, unit: client.post(f"{API}/values", json=value_of(unit.area)),
    ),
    reading(
        f"GET {API}/values/{{indicator}}/{{area}}/{{period}}/revisions/{{revision}}",
        f"{API}/values/DVC-766/T15-2025/2026-10/revisions/1",
    ),
    reading(f"GET {API}/changes"),
    reading(f"GET {API}/figures", area="{area}"),
    reading(f"GET {FIGURE}", KNOWN),
    reading(f"GET {FIGURE}/proof", f"{KNOWN}/proof"),
    reading(f"GET {API}/observations", area="{area}"),
    Probe(f"POST {API}/observations", saying, done=frozenset({201})),
    Probe(f"POST {API}/observations/{{observation}}/choose", choosing),
    Probe(f"GET {API}/observations/{{observation}}", said_of),
    Probe(f"POST {API}/observations/{{observation}}/accept", accepting, done=frozenset({409})),
    Probe(f"POST {API}/observations/{{observation}}/withdraw", withdrawing, takes=frozenset({Right.SOURCES_RESOLVE})),
    reading(f"GET {API}/matters", area="{area}"),
    Probe(
        f"GET {API}/matters/{{matter}}",
        lambda client, unit: client.get(f"{API}/matters/{recorded_of(unit)[1]}"),
    ),
    reading(f"GET {API}/parked-measurements"),
    Probe(f"POST {API}/parked-measurements/{{measurement}}/retry", retrying, beyond=UNSEEN),
    reading(f"GET {API}/overviews/{{area}}", f"{API}/overviews/{{area}}"),
    reading(f"GET {API}/assessments", area="{area}"),
    Probe(
        f"POST {API}/assessments",
        lambda client, unit: client.post(f"{API}/assessments", json=SHEET | {"area": unit.area}),
        takes=frozenset(STAGES.values()),
    ),
    reading(f"GET {API}/assessments/{{assessment}}", f"{API}/assessments/{{sheet}}", UNSEEN),
    reading(f"GET {API}/assessments/{{assessment}}/proof", f"{API}/assessments/{{sheet}}/proof", UNSEEN),
    reading(f"GET {API}/assessments/{{assessment}}/recognition", f"{API}/assessments/{{sheet}}/recognition", UNSEEN),
    *(scoring(stage, one=one) for stage in STAGES for one in (True, False)),
    reading(f"GET {API}/rankings", framework=FRAMEWORK, period=PERIOD),
    reading(f"GET {API}/rankings/ways", framework="QD766", period="2026", area="T15-2025"),
    Probe(
        f"POST {API}/rankings/what-ifs",
        lambda client, unit: client.post(f"{API}/rankings/what-ifs", json=SHEET),
    ),
    reading(f"GET {API}/templates/{{kind}}", f"{API}/templates/assessment", area="{area}", **SHEET),
    reading(f"GET {API}/templates/{{kind}}", f"{API}/templates/values", area="{area}", period="2026-Q3"),
    *(importing("assessment", right, stage) for stage, right in STAGES.items()),
    importing("values", Right.VALUES_WRITE),
    annotating("values", Right.VALUES_WRITE),
]
