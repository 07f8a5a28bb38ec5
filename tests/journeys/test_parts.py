"""Any process of the split form may die: the others go on, it comes back, and nothing acknowledged is lost."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.harness.process import Product
from tests.journeys.sheets import OFFICER, give_points, points_of

PATIENCE = 60.0
"""Seconds; the promise is ten on a machine of our own, which `make drill` measures. Here others use the machine too."""
GOES_ON = {
    "gateway": (),
    "frontend": ("/api/indicators/v1/frameworks", "/api/directory/v1/areas/T15-2025"),
    "directory": ("/tro-giup", "/api/indicators/v1/frameworks"),
    "indicators": ("/tro-giup", "/api/directory/v1/areas/T15-2025"),
    "database": ("/tro-giup", "/healthz"),
    "nursery": ("/tro-giup", "/api/indicators/v1/frameworks", "/api/directory/v1/areas/T15-2025"),
}
"""What must go on answering while a process is away."""
EVERYTHING = (
    "/readyz",
    "/tong-quan",
    "/api/indicators/v1/frameworks",
    "/api/indicators/v1/values?limit=1",
    "/api/directory/v1/areas/T15-2025",
)


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The split form with its own database, loaded."""
    running = Product(tmp_path_factory.mktemp("parts") / "var", "--split").start()
    yield running
    running.stop()


def pid_of(product: Product, process: str) -> int:
    """The process id of a part or of the database server."""
    found = product.server_pid() if process == "database" else product.part_pid(process)
    assert found is not None, f"{process} does not run"
    return found


def comes_back(product: Product) -> bool:
    """Whether all answers are good again before patience ends."""
    deadline = time.monotonic() + PATIENCE
    with httpx.Client(base_url=product.url, timeout=PATIENCE, follow_redirects=True) as client:
        missing = list(EVERYTHING)
        while missing and time.monotonic() < deadline:
            missing = [path for path in missing if not answers(client, path)]
    return not missing


def answers(client: httpx.Client, path: str) -> bool:
    """Whether a path answers as it should; a refused connection does not."""
    try:
        return client.get(path).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("process", GOES_ON)
def test_a_killed_process_comes_back_and_nothing_is_lost(split: Product, process: str) -> None:
    with split.client(OFFICER) as officer:
        points = points_of(officer) % 5 + 0.25
        give_points(officer, points)
        killed = pid_of(split, process)
        os.kill(killed, signal.SIGKILL)
        assert [officer.get(path).status_code for path in GOES_ON[process]] == [200] * len(GOES_ON[process])
    assert comes_back(split)
    assert pid_of(split, process) != killed
    with split.client(OFFICER) as officer:
        assert points_of(officer) == points
        give_points(officer, points + 0.25)


def test_a_process_that_hangs_is_ended_and_comes_back(split: Product) -> None:
    hung = pid_of(split, "directory")
    os.kill(hung, signal.SIGSTOP)
    with httpx.Client(base_url=split.url, timeout=PATIENCE) as client:
        assert answers(client, "/tro-giup")
    deadline = time.monotonic() + PATIENCE
    while alive(hung) and time.monotonic() < deadline:
        pass
    assert comes_back(split)
    assert pid_of(split, "directory") != hung


def test_parts_come_back_when_every_nursery_is_killed(split: Product) -> None:
    for nursery in split.pids("nursery"):
        os.kill(nursery, signal.SIGKILL)
    killed = pid_of(split, "directory")
    os.kill(killed, signal.SIGKILL)
    assert comes_back(split)
    assert pid_of(split, "directory") != killed


NEVER_SEEN = "T22-2025"
"""A province whose page no other test opens: what was seen before could be answered from memory."""


def test_a_page_says_what_it_could_not_get(split: Product) -> None:
    silent = pid_of(split, "indicators")
    os.kill(silent, signal.SIGSTOP)  # a killed one is back before the page is made
    with httpx.Client(base_url=split.url, timeout=30) as client:
        page = client.get("/tong-quan", params={"dv": NEVER_SEEN}, headers={"Accept": "text/html"})
    os.kill(silent, signal.SIGCONT)
    assert page.status_code == 200, page.text
    assert "Không lấy được số liệu chỉ tiêu." in page.text
    assert "Thử lại" in page.text
    assert comes_back(split)


def test_no_process_outlives_a_killed_supervisor(split: Product) -> None:
    with split.client(OFFICER) as officer:
        points = points_of(officer) % 5 + 0.5
        give_points(officer, points)
    children = [pid_of(split, process) for process in GOES_ON]
    split.end(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        pass
    assert [pid for pid in children if alive(pid)] == []
    with split.start().client(OFFICER) as officer:
        assert points_of(officer) == points


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has reaped yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
