"""Stopping, starting and kill -9 lose nothing; two copies run side by side."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness.process import Product
from tests.journeys.sheets import OFFICER, give_points, points_of


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a copy that was started once and stopped."""
    folder = tmp_path_factory.mktemp("loaded") / "var"
    Product(folder).start().stop()
    return folder


@pytest.fixture
def copy(loaded: Path, tmp_path: Path) -> Iterator[Callable[[str], Product]]:
    """Starts copies of the product, each on a data directory of its own."""
    running: list[Product] = []

    def start(name: str) -> Product:
        shutil.copytree(loaded, tmp_path / name, symlinks=True)
        running.append(Product(tmp_path / name))
        return running[-1].start()

    yield start
    for product in running:
        product.stop()


def test_what_was_acknowledged_survives_every_way_of_dying(copy: Callable[[str], Product]) -> None:
    product = copy("one")
    with product.client(OFFICER) as officer:
        give_points(officer, 1.25)
    product.end(signal.SIGKILL)
    with product.start().client(OFFICER) as officer:
        assert points_of(officer) == 1.25
        give_points(officer, 2.5)
    os.kill(product.server_pid(), signal.SIGKILL)
    product.end(signal.SIGKILL)
    with product.start().client(OFFICER) as officer:
        assert points_of(officer) == 2.5
        give_points(officer, 3.75)
    database = product.server_pid()
    code, _ = product.end(signal.SIGTERM)
    assert code == 128 + signal.SIGTERM
    assert not Path(f"/proc/{database}").exists(), "the database server outlived the product"
    with product.start().client(OFFICER) as officer:
        assert points_of(officer) == 3.75


def test_ctrl_c_ends_without_a_stack_trace(copy: Callable[[str], Product]) -> None:
    code, told = copy("one").end(signal.SIGINT)
    assert code == 128 + signal.SIGINT
    assert "Traceback" not in told


def test_two_copies_run_side_by_side(copy: Callable[[str], Product]) -> None:
    with copy("one").client(OFFICER) as here, copy("other").client(OFFICER) as there:
        give_points(here, 1.5)
        assert points_of(here) == 1.5
        assert points_of(there) == 7.04
