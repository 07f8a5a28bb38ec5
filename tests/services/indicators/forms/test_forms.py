"""Forms: read by all, written within reach, faults by place, every edition kept."""

import pytest

from services.indicators.rules.forms.checking import FormInvalid, load_form
from services.indicators.seed.forms import FORMS
from tests.harness.live import LiveSystem
from tests.harness.submitting import API, FORM, PROVINCE, TERMS, Bureau, refused


def test_a_form_is_read_by_anybody_and_changed_on_the_edition_that_was_seen(system: LiveSystem, bureau: Bureau) -> None:
    read = system.client().get(f"{API}/forms/CDS-XA-QUY")
    assert read.json()["items"][0]["indicator"] == "CQS-03"
    assert read.json()["published_by"] == "(ẩn)"
    address, terms = f"{API}/forms/THU-SUA", TERMS | {"items": [{"indicator": "KTS-01"}]}
    made = bureau.department.put(address, json=terms)
    assert (made.status_code, made.json()["edition"]) == (201, 1)
    assert bureau.department.put(address, json=terms).status_code == 428
    changed = bureau.department.put(address, json=terms | {"due": 5}, headers={"If-Match": '"v1"'})
    assert (changed.status_code, changed.json()["edition"], changed.json()["due"]) == (200, 2, 5)
    again = bureau.department.put(address, json=terms | {"due": 5}, headers={"If-Match": '"v2"'})
    assert again.json()["edition"] == 2
    assert bureau.department.put(address, json=terms, headers={"If-Match": '"v1"'}).status_code == 412


def test_every_fault_of_a_form_is_named_by_its_place(bureau: Bureau) -> None:
    items = [{"indicator": code} for code in ("KHONG-CO", "CQS-01", "KTS-02", "KTS-02", "XHS-01", "HC-03")]
    terms = TERMS | {"first_period": "2025", "areas": [PROVINCE, PROVINCE], "items": items}
    found = refused(bureau.department.put(f"{API}/forms/THU-LOI", json=terms), 422)
    assert {"/areas/1", "/first_period", "/items/0/indicator", "/items/1/indicator", "/items/3/indicator"} <= set(found)
    assert "tháng" in found["/items/1/indicator"]
    one = TERMS | {"items": [{"indicator": "XHS-01"}]}
    assert FORM in refused(bureau.department.put(f"{API}/forms/THU-LOI", json=one), 422)["/items/0/indicator"]


def test_a_form_of_another_province_is_not_yours_to_write(bureau: Bureau) -> None:
    terms = TERMS | {"areas": ["T38-2025"]}
    assert "/areas/0" in refused(bureau.department.put(f"{API}/forms/THU-XA", json=terms), 403)


@pytest.mark.parametrize("file", sorted(FORMS.glob("*.yaml")), ids=lambda file: str(file.stem))
def test_the_forms_that_come_with_the_product_are_sound(file: object) -> None:
    form = load_form(file.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert form.terms.items


def test_a_file_says_where_it_is_wrong() -> None:
    with pytest.raises(FormInvalid) as error:
        load_form("code: A-B\nname: Thử\nfrequency: tuần\n")
    assert {"/frequency", "/items", "/areas"} <= {fault.pointer for fault in error.value.faults}
