"""A unit's store of evidence: files kept once by what they are, official documents by number and day."""

from hashlib import sha256

import httpx
import pytest

from tests.harness.files import PNG, docx, pdf
from tests.harness.live import LiveSystem
from tests.services.indicators.evidence.conftest import API, OTHER, UNIT, Sent

DOCUMENT = {"area": UNIT, "number": "12/QĐ-UBND", "issued_on": "2026-03-02", "abstract": "Kiện toàn Tổ công nghệ số"}


def test_a_file_comes_back_as_it_was_sent(officer: httpx.Client, send: Sent) -> None:
    data = docx()
    made = send("Báo cáo quý III.docx", data, abstract="Báo cáo quý III")

    assert made.status_code == 201
    found = made.json()
    assert (found["abstract"], found["file_name"], found["size"]) == (
        "Báo cáo quý III",
        "Báo cáo quý III.docx",
        len(data),
    )
    assert found["digest"] == sha256(data).hexdigest()
    content = officer.get(f"{made.headers['location']}/content")
    assert content.content == data
    assert content.headers["content-disposition"].startswith("attachment;")
    assert "B%C3%A1o%20c%C3%A1o%20qu%C3%BD%20III.docx" in content.headers["content-disposition"]
    assert content.headers["x-content-type-options"] == "nosniff"


def test_the_same_bytes_are_kept_once_for_a_unit_and_once_for_all(
    system: LiveSystem, stranger: httpx.Client, send: Sent
) -> None:
    first, again = send("a.pdf", pdf("chung")), send("b.pdf", pdf("chung"))
    elsewhere = send("c.pdf", pdf("chung"), by=stranger, area=OTHER)

    assert (first.status_code, again.status_code, elsewhere.status_code) == (201, 200, 201)
    assert first.json() == again.json()
    assert first.json()["id"] != elsewhere.json()["id"]
    digest = {"digest": first.json()["digest"]}
    counted = "select count(*) as files from evidence_files where digest = %(digest)s"
    assert system.run(system.databases["indicators"].reader.rows(counted, digest))[0].files == 1


def test_an_official_document_is_named_by_number_day_and_abstract(officer: httpx.Client) -> None:
    made = officer.post(f"{API}/evidence", json=DOCUMENT)
    again = officer.post(f"{API}/evidence", json=DOCUMENT)

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    assert (made.json()["kind"], made.json()["number"]) == ("instrument", "12/QĐ-UBND")
    assert officer.get(f"{made.headers['location']}/content").status_code == 404


def test_the_store_is_listed_newest_first_and_searched_without_marks(officer: httpx.Client, send: Sent) -> None:
    ids = [send(f"tim {word}.pdf", pdf(word)).json()["id"] for word in ("ba", "hai", "mot")]
    officer.post(f"{API}/evidence", json=DOCUMENT | {"number": "77/KH-UBND", "abstract": "Kế hoạch Đề án 06"})

    page = officer.get(f"{API}/evidence", params={"area": UNIT, "q": "TIM pdf", "limit": 2}).json()
    rest = officer.get(page["next"]).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == ids[::-1]
    [document] = officer.get(f"{API}/evidence", params={"area": UNIT, "q": "de an ke hoach"}).json()["items"]
    assert document["number"] == "77/KH-UBND"


@pytest.mark.parametrize(
    ("name", "data", "status", "says"),
    [
        ("anh.pdf", PNG, 422, "Hãy đổi đuôi tệp thành .png"),
        ("trang.html", b"<script>", 422, "Không nhận kiểu tệp này"),
        ("to.pdf", pdf() + bytes(8 * 1024 * 1024), 413, "nén ảnh hoặc chia nhỏ"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why_and_nothing_is_kept(
    officer: httpx.Client, send: Sent, name: str, data: bytes, status: int, says: str
) -> None:
    before = officer.get(f"{API}/evidence", params={"area": UNIT}).json()

    refused = send(name, data)

    assert refused.status_code == status
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], says in fault["detail"]) == ("/file", True)
    assert officer.get(f"{API}/evidence", params={"area": UNIT}).json() == before


def test_a_name_with_a_path_is_a_label_and_never_a_path(send: Sent) -> None:
    assert send("..\\..\\C:\\windows\\hệ thống.pdf", pdf("path")).json()["file_name"] == "hệ thống.pdf"


@pytest.mark.parametrize("field", ["number", "issued_on", "abstract"])
def test_a_document_without_number_day_or_abstract_is_refused_by_name(officer: httpx.Client, field: str) -> None:
    wanted = {name: value for name, value in DOCUMENT.items() if name != field}
    refused = officer.post(f"{API}/evidence", json=wanted)
    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json()["errors"]] == [f"/{field}"]


def test_a_stranger_neither_reads_nor_adds(stranger: httpx.Client, send: Sent) -> None:
    evidence = send("kin.pdf", pdf("kin")).json()["id"]

    assert stranger.get(f"{API}/evidence", params={"area": UNIT}).status_code == 403
    assert stranger.get(f"{API}/evidence/{evidence}").status_code == 404
    assert stranger.get(f"{API}/evidence/{evidence}/content").status_code == 404
    assert send("la.pdf", pdf("la"), by=stranger).status_code == 403
    assert stranger.post(f"{API}/evidence", json=DOCUMENT).status_code == 403
