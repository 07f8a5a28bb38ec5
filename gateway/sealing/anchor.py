"""The anchor (tệp neo): every seal once more in a file outside the database, so that a cut tail is missed."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gateway.rules.audit.seals import Batch, Seal

FOLDER, FILE = "audit", "seals.jsonl"
LONGEST_LINE = 4096


class AnchorUnreadable(Exception):
    """A line of the file is no seal; the message says which."""


class Anchor:
    """The anchor of one installation: a line of JSON per seal, durable before it is believed to be there."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FOLDER / FILE

    def last(self) -> Seal | None:
        """The seal written last, None when there is no file yet; half a line that a crash left does not count."""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 2 * LONGEST_LINE))
                whole = file.read().rpartition(b"\n")[0]
        except FileNotFoundError:
            return None
        line = whole.rpartition(b"\n")[2]
        return seal_in(line) if line else None

    def append(self, seals: Sequence[Seal]) -> None:
        """Write seals that follow one another; those another process has written meanwhile are not written twice."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = self.last()
            known = [seal.hash for seal in seals]
            fresh = seals[known.index(last.hash) + 1 :] if last is not None and last.hash in known else seals
            _cut_half_line(file)
            file.seek(0, os.SEEK_END)
            file.write(b"".join(line_of(seal) for seal in fresh))
            file.flush()
            os.fsync(file.fileno())


def _cut_half_line(file: Any) -> None:
    """Take away what a crash left behind the last whole line."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - LONGEST_LINE))
    tail = file.read()
    half = len(tail) - (tail.rfind(b"\n") + 1)
    if half:
        file.truncate(end - half)


def line_of(seal: Seal) -> bytes:
    """A seal as a line."""
    told = asdict(seal.batch) | {"hash": seal.hash, "signature": seal.signature, "key": seal.key}
    plain = {name: value.hex() if isinstance(value, bytes) else value for name, value in told.items()}
    return json.dumps(plain).encode() + b"\n"


def seal_in(line: bytes) -> Seal:
    """The seal of a line. Raises AnchorUnreadable."""
    try:
        told = json.loads(line)
        root, previous, hashed, signature = (
            bytes.fromhex(told[name]) for name in ("root", "previous", "hash", "signature")
        )
        no, events, first_id, last_id = (int(told[name]) for name in ("no", "events", "first_id", "last_id"))
        batch = Batch(no, str(told["sealed_at"]), events, first_id, last_id, root, previous)
        return Seal(batch, hashed, signature, str(told["key"]))
    except (ValueError, KeyError, TypeError) as error:
        raise AnchorUnreadable(line[:80].decode(errors="replace")) from error


def seals_in(path: Path) -> Iterator[Seal]:
    """Every seal of an anchor or a copy of one. Raises AnchorUnreadable naming the line."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield seal_in(line)
            except AnchorUnreadable as error:
                if not line.endswith(b"\n"):
                    return  # half a line that a crash left
                raise AnchorUnreadable(f"dòng {number}: {error}") from error
