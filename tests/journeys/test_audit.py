"""The audit through both forms of the product, through kill -9, and as its operator checks it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.harness.live import AnyForm
from tests.harness.process import Product
from tests.house.source import ROOT
from tests.journeys.sheets import OFFICER

CELL = {"indicator": "CQS-01", "area": "X28159-2025", "period": "2026-07"}
PATIENCE = 30


def publish(officer: httpx.Client, value: int, request: str) -> None:
    """Save one value under a request id."""
    body = {"values": [{**CELL, "value": value}]}
    answer = officer.post("/api/indicators/v1/values", json=body, headers={"X-Request-Id": request})
    assert answer.status_code == 200, answer.text


def manage(folder: Path, *words: str) -> tuple[int, str]:
    """What `manage.py audit …` ends with and says."""
    command = [sys.executable, "-m", "commands", "audit", *words]
    told = {**os.environ, "LANTOA_DATA_DIR": str(folder)}
    ended = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=120)
    return ended.returncode, ended.stdout + ended.stderr


def test_what_a_service_tells_arrives_in_either_form(product: AnyForm) -> None:
    request = f"hai-dang-{type(product).__name__}"
    publish(product.client("commune_officer"), 41, request)
    statement = "select told_by, address, actor_name from audit_events where request_id = %(request)s"
    until = time.monotonic() + PATIENCE
    rows: list[object] = []
    while not rows and time.monotonic() < until:
        time.sleep(0.2)
        rows = product.run(rows_of(product, statement, request))
    assert [tuple(row) for row in rows] == [("indicators", "127.0.0.1", "Cán bộ xã Cần Giuộc")]  # type: ignore[call-overload]


async def rows_of(product: AnyForm, statement: str, request: str) -> list[object]:
    """Rows of the gateway's database."""
    return list(await product.databases["gateway"].reader.rows(statement, {"request": request}))


def test_kill_9_between_a_deed_and_its_seal_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    product = Product(folder).start()
    try:
        for number in range(3):
            with product.client(OFFICER) as officer:
                publish(officer, 50 + number, f"giet-chin-{number}")
            product.end(signal.SIGKILL)
            product.start()
        time.sleep(6)
        code, said = manage(folder, "verify")
        assert (code, "Lịch sử còn nguyên vẹn." in said) == (0, True), said
        _, exported = manage(folder, "export")
        told = [json.loads(line) for line in exported.splitlines() if line.startswith("{")]
        requests = [event["request_id"] for event in told]
        assert [requests.count(f"giet-chin-{number}") for number in range(3)] == [1, 1, 1]
        (folder / "audit" / "seals.jsonl").write_bytes(b"")
        code, said = manage(folder, "verify", "--anchor", str(folder / "khong-co"))
        assert code == 2, said
    finally:
        product.stop()
