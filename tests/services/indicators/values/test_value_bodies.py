"""Bodies of bulk writes: the fast decoder and the contract agree on every one, and refusals name the place."""

import json
from decimal import Decimal
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.indicators.values import ValueBatch
from services.indicators.routes.bodies import read_json
from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, faults_of

KEY = {"indicator": "KTS-03", "area": "T01-2025", "period": "2026-Q2"}
FIELDS = ("indicator", "area", "period", "value", "numerator", "denominator", "qualifier", "as_of", "note", "reason")


def body(**changes: Any) -> bytes:
    """A batch of one value with these fields; None-valued fields are sent as null."""
    return json.dumps({"values": [KEY | {"value": 1} | changes]}).encode()


ACCEPTED = [
    body(),
    body(value=0.1, numerator=None, denominator=None),
    body(value=-0.0),
    body(value=12345678901234.5),
    body(value=1e3),
    body(qualifier="estimated", as_of="2026-06-30", note="Xã vùng cao", reason=None),
    body(note="e\u0302\u0323 dấu rời", reason="  thừa dấu cách  "),
    body(note="x" * 4000),
    body(note=""),
    b'{"values":[{"indicator":"KTS-03","area":"T01-2025","period":"2026","value":1E2}]}',
]
REFUSED = [
    (b"[]", ""),
    (b"{}", "/values"),
    (b'{"values":[]}', "/values"),
    (b'{"values":{}}', "/values"),
    (b'{"values":[1]}', "/values/0"),
    (body(extra=1), "/values/0/extra"),
    (body(source_text="trích"), "/values/0/source_text"),
    (body(value="1"), "/values/0/value"),
    (body(value=True), "/values/0/value"),
    (b'{"values":[{"indicator":"KTS-03","area":"T01-2025","period":"2026-Q2","value":NaN}]}', "/values/0/value"),
    (b'{"values":[{"indicator":"KTS-03","area":"T01-2025","period":"2026-Q2","value":1e999}]}', "/values/0/value"),
    (body(value=10**15), "/values/0/value"),
    (body(value=10**400), "/values/0/value"),
    (body(numerator=-(10**400)), "/values/0/numerator"),
    (body(period="2026-Q5"), "/values/0/period"),
    (body(period=2026), "/values/0/period"),
    (body(area="Hà Nội"), "/values/0/area"),
    (body(indicator="chỉ tiêu"), "/values/0/indicator"),
    (body(indicator=None), "/values/0/indicator"),
    (body(qualifier="about"), "/values/0/qualifier"),
    (body(as_of="30/06/2026"), "/values/0/as_of"),
    (body(as_of=20260630), "/values/0/as_of"),
    (body(as_of="2026-02-30"), "/values/0/as_of"),
    (body(note="x" * 4001), "/values/0/note"),
    (body(note="a\x00b"), "/values/0/note"),
    (body(note=5), "/values/0/note"),
]


@pytest.mark.parametrize("sent", ACCEPTED)
def test_what_the_decoder_reads_is_what_the_contract_says(sent: bytes) -> None:
    read = read_json(sent).columns.row(0)
    [promised] = ValueBatch.model_validate_json(sent).values
    for field in FIELDS:
        found, meant = getattr(read, field), getattr(promised, field)
        if isinstance(found, float):
            found = Decimal(repr(found))
        if field in ("note", "reason"):
            assert (found is None) == (meant is None)
        else:
            assert found == meant


@pytest.mark.parametrize(("sent", "place"), REFUSED)
def test_what_the_contract_refuses_is_refused_at_its_place(office: Office, sent: bytes, place: str) -> None:
    with pytest.raises(ValidationError):
        ValueBatch.model_validate_json(sent)
    answer = office.client.post(f"{API}/values", content=sent, headers={"Content-Type": "application/json"})
    assert place in faults_of(answer)


numbers = st.one_of(st.none(), st.floats(), st.integers(-(10**16), 10**16), st.text(max_size=3), st.booleans())
texts = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["2026-Q2", "2026-06-30", "over", "KTS-03", "VN"]))
values = st.fixed_dictionaries(
    {"indicator": texts, "area": texts, "period": texts},
    optional=dict.fromkeys(("value", "numerator", "denominator"), numbers)
    | dict.fromkeys(("qualifier", "as_of", "note", "reason", "other"), texts),
)


@given(st.lists(values | st.just(KEY | {"value": 1}), max_size=3))
def test_the_decoder_never_takes_a_number_or_a_day_the_contract_refuses(batch: list[dict[str, Any]]) -> None:
    sent = json.dumps({"values": batch}).encode()
    try:
        columns = read_json(sent).columns
    except RequestValidationError:
        return
    try:
        promised = ValueBatch.model_validate_json(sent).values
    except ValidationError as error:
        # Keys and sizes are judged against the register and the indicator, which refuse them as well.
        left = {str(found["loc"][-1]) for found in error.errors() if "quá lớn" not in str(found.get("ctx"))}
        assert left <= {"indicator", "area", "period"}
        return
    assert len(columns) == len(promised)
    for place, meant in enumerate(promised):
        read = columns.row(place)
        assert (read.as_of, read.qualifier) == (meant.as_of, meant.qualifier)
        for field in ("value", "numerator", "denominator"):
            found = getattr(read, field)
            assert (None if found is None else Decimal(str(found))) == getattr(meant, field)


def test_a_body_that_is_no_json_is_malformed(office: Office) -> None:
    answer = office.client.post(f"{API}/values", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["application/xml", "text/plain", ""])
def test_another_kind_of_body_is_not_read(office: Office, kind: str) -> None:
    answer = office.client.post(f"{API}/values", content=body(), headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_notes_are_kept_in_one_spelling(system: LiveSystem, office: Office) -> None:
    unit = office.units_of("T33-2025")[2]
    office.save(KEY | {"area": unit, "value": 3, "note": " Ca\u0302\u0300n\tGiuộc \\N "})
    assert office.figure("KTS-03", unit, "2026-Q2")["reported"]["note"] == "Cần\tGiuộc \\N"
