"""A newcomer gets into the sample run with a password; with the setting on, everybody enrols first."""

from pathlib import Path

import httpx

from tests.harness.process import Product
from tests.harness.store import PASSWORD
from tests.journeys.sheets import OFFICER

SESSIONS = "/api/gateway/v1/sessions"
WHO = {"email": OFFICER, "password": PASSWORD}


def test_the_sample_run_asks_for_a_second_factor_only_when_it_is_told_to(tmp_path: Path) -> None:
    product = Product(tmp_path / "var").start()
    try:
        with product.client(OFFICER) as officer:
            assert officer.get("/nhap").status_code == 200
    finally:
        product.stop()
    strict = Product(tmp_path / "var", LANTOA_SECOND_FACTOR="true").start()
    try:
        with httpx.Client(base_url=strict.url, timeout=30) as officer:
            answer = officer.post(SESSIONS, json=WHO)
            assert (answer.status_code, answer.json()["missing"]) == (202, "enrolment")
            led = officer.post("/dang-nhap", data={**WHO, "next": "/nhap"})
            assert (led.status_code, led.headers["location"]) == (303, "/dang-nhap/bat-xac-thuc?next=%2Fnhap")
            assert officer.get("/nhap").headers["location"] == "/dang-nhap?next=%2Fnhap"
    finally:
        strict.stop()
