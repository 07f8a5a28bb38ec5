"""A new version never shows an old number: who was told that a change is done reads it, or something newer."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, single
from tests.harness.scoring import API, desk_of, put, row_of

HA_NOI = "T01-2025"
PERIOD = "2026-Q1"
CHANGES = 25
WRITERS = 3
Read = Callable[[], int]


def shown(page: httpx.Response) -> int:
    """The number of the last revision on the page of a figure."""
    found = re.findall(r'data-label="Giá trị">([\d.]+)<', page.text)
    assert found, page.text
    return max(int(number.replace(".", "")) for number in found)


@contextmanager
def kept_hot(*reads: Read) -> Iterator[None]:
    """Others ask the same all the time, and never see a number fall."""
    done = threading.Event()

    def ask(read: Read) -> None:
        last = 0
        while not done.is_set():
            seen = read()
            assert seen >= last
            last = seen

    with ThreadPoolExecutor(len(reads)) as pool:
        asking = [pool.submit(ask, read) for read in reads]
        try:
            yield
        finally:
            done.set()
        for one in asking:
            one.result()


@pytest.fixture
def live(system: LiveSystem) -> LiveSystem:
    """The shared system, answering from memory."""
    system.keep_answers()
    return system


def same_caller(live: LiveSystem, client: httpx.Client) -> httpx.Client:
    """Another connection of the same caller: what one has read lies ready for the other."""
    other = live.client()
    other.headers.update(client.headers)
    other.cookies.update(client.cookies)
    return other


def test_values_are_read_as_they_were_saved(live: LiveSystem) -> None:
    client = live.token("values:write", "indicators:read")
    units = Office(live, client).units_of(HA_NOI)[-WRITERS:]

    def figure_of(reader: httpx.Client, unit: str) -> Read:
        return lambda: int(reader.get(f"{API}/figures/KTS-03/{unit}/{PERIOD}").json()["value"])

    def page_of(reader: httpx.Client, unit: str) -> Read:
        return lambda: shown(reader.get(f"/chi-tieu/KTS-03/{unit}/{PERIOD}"))

    def work(unit: str) -> None:
        office = Office(live, same_caller(live, client))
        reads = [figure_of(office.client, unit), page_of(live.client(), unit)]
        office.save(single("KTS-03", unit, PERIOD, 1000))
        others = [figure_of(same_caller(live, client), unit), page_of(live.client(), unit)]
        with kept_hot(*others):
            for number in range(1001, 1001 + CHANGES):
                office.save(single("KTS-03", unit, PERIOD, number))
                assert [read() for read in reads] == [number, number]

    with ThreadPoolExecutor(WRITERS) as pool:
        for one in [pool.submit(work, unit) for unit in units]:
            one.result()


def test_scores_are_read_as_they_were_given(live: LiveSystem) -> None:
    desk = desk_of(live)
    officer = same_caller(live, desk.person("publisher", "VN"))
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 0})
    path = f"{API}/assessments/{sheet['id']}"

    def score_of(reader: httpx.Client) -> Read:
        return lambda: round(row_of(reader.get(path).json(), "1.1")["self"] * 100)

    def version_of(reader: httpx.Client) -> Read:
        return lambda: int(reader.get(path).headers["etag"].strip('"v'))

    with kept_hot(score_of(same_caller(live, officer)), version_of(same_caller(live, officer))):
        for number in range(1, CHANGES):
            score = {"code": "1.1", "stage": "self", "points": number / 100}
            answer = put(desk.person("commune_officer", sheet["area"]), sheet, score)
            assert answer.status_code == 200, answer.text
            sheet = answer.json()
            assert score_of(officer)() == number
            assert version_of(officer)() == sheet["version"]
