"""Stopping, starting and kill -9 lose nothing; two copies run side by side."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.harness.process import Product

OFFICER = "xa.cangiuoc@lantoa.example"
SHEET = {"framework": "CDS-XA-2025", "area": "X28159-2025", "period": "2026"}


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """A running copy with the sample data."""
    running = Product(tmp_path / "var").start()
    yield running
    running.stop()


def give_points(client: httpx.Client, points: float) -> str:
    """Save one self score and return its sheet's id."""
    sheet = client.post("/api/indicators/v1/assessments", json=SHEET)
    assert sheet.status_code in {200, 201}, sheet.text
    saved = client.put(
        f"/api/indicators/v1/assessments/{sheet.json()['id']}/scores/1.1",
        json={"stage": "self", "points": points},
        headers={"If-Match": sheet.headers["etag"]},
    )
    assert saved.status_code == 200, saved.text
    return str(sheet.json()["id"])


def self_total(client: httpx.Client, sheet: str) -> float:
    """The self total of a sheet."""
    return float(client.get(f"/api/indicators/v1/assessments/{sheet}").json()["totals"]["self"])


def test_what_was_acknowledged_survives_every_way_of_dying(product: Product) -> None:
    sheet = give_points(product.client(OFFICER), 1.25)
    product.end(signal.SIGKILL)
    assert self_total(product.start().client(OFFICER), sheet) == 1.25
    os.kill(product.server_pid(), signal.SIGKILL)
    product.end(signal.SIGKILL)
    give_points(product.start().client(OFFICER), 2.5)
    product.end(signal.SIGTERM)
    assert self_total(product.start().client(OFFICER), sheet) == 2.5


def test_two_copies_run_side_by_side(product: Product, tmp_path: Path) -> None:
    other = Product(tmp_path / "other").start()
    try:
        sheet = give_points(product.client(OFFICER), 3.5)
        assert other.client(OFFICER).get(f"/api/indicators/v1/assessments/{sheet}").status_code == 404
        assert self_total(product.client(OFFICER), sheet) == 3.5
    finally:
        other.stop()
