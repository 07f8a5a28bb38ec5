"""Secrets of one installation: one master key, kept or given, and everything else derived or wrapped by it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def keep(path: Path, make: bytes) -> bytes:
    """Return the content of `path`; write `make` there first when it does not exist (0600, whole or not at all)."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            _write_new(path, make)
            continue
        return found


def _write_new(path: Path, content: bytes) -> None:
    """Create `path` atomically; the loser of a race leaves the winner's file in place."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class Vault:
    """Derives passwords and keys for named purposes from one master key, so that only one secret must be guarded."""

    def __init__(self, folder: Path, given: bytes | None = None) -> None:
        """The master key is `given`, or the one in `folder`, made at the first start."""
        self.folder = folder
        self._master = given or keep(folder / "master.key", secrets.token_bytes(32))

    def derive(self, purpose: str) -> str:
        """A stable 256-bit secret (hex) for one purpose, for example a database role's password."""
        return hmac.new(self._master, purpose.encode(), hashlib.sha256).hexdigest()
