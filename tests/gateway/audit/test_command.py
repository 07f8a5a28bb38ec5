"""What `audit verify` and `audit export` print."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from commands import audit
from gateway.queries.chain import chain_in
from gateway.rules.audit.verification import Fault, Found, Verification
from kit.settings import Settings
from tests.gateway.audit.conftest import Archive


def test_times_are_told_as_the_pages_tell_them_with_the_number_of_the_seal(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Found(Fault.ALTERED, "Sự kiện 7 đã bị sửa.", 3, (7,), "2026-11-30T18:30:00.5Z", "2026-11-30 18:30:02.25")
    with chain_in(archive.gate.database.dsn) as chain:
        verification = Verification(chain, archive.trusted.has_signed)
        assert list(verification.findings()) == []
        audit._tell(verification, archive.anchor.path, [found])
    said = capsys.readouterr().out
    span = "sau 01:30 ngày 01/12/2026, đến 01:30 ngày 01/12/2026"
    assert f"- Sự kiện 7 đã bị sửa. (dấu niêm phong số 3, {span})\n" in said
    assert "T" not in said.splitlines()[0]


def test_whoever_reads_only_the_beginning_of_an_export_gets_no_fault(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.record(3)

    @contextmanager
    def chain(_: Settings) -> Iterator[object]:
        with chain_in(archive.gate.database.dsn) as found:
            yield found

    monkeypatch.setattr(audit, "_chain", chain)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert audit.export(archive.gate.settings, argparse.Namespace()) == 0
