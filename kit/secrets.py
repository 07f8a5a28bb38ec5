"""Secrets of one installation: one master key, kept or given, and everything else derived or wrapped by it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

NONCE = 12
"""Bytes of chance in front of what is sealed, as AES-GCM takes them."""


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


class SealBroken(Exception):
    """What was sealed cannot be read: by another master key, for another purpose or thing, or altered since."""


class Vault:
    """Derives passwords and keys for named purposes from one master key, so that only one secret must be guarded."""

    def __init__(self, folder: Path, given: bytes | None = None) -> None:
        """The master key is `given`, or the one in `folder`, made at the first start."""
        self.folder = folder
        self._master = given or keep(folder / "master.key", secrets.token_bytes(32))

    def derive(self, purpose: str) -> str:
        """A stable 256-bit secret (hex) for one purpose, for example a database role's password."""
        return hmac.new(self._master, purpose.encode(), hashlib.sha256).hexdigest()

    def seal(self, purpose: str, content: bytes, about: str = "") -> bytes:
        """Encrypt what a database keeps (AES-256-GCM); it opens only for this purpose and the same `about`."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self._sealing_key(purpose)).encrypt(nonce, content, about.encode())

    def unseal(self, purpose: str, sealed: bytes, about: str = "") -> bytes:
        """What was sealed; SealBroken when this installation did not seal it so."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, rest = sealed[:NONCE], sealed[NONCE:]
        try:
            return AESGCM(self._sealing_key(purpose)).decrypt(nonce, rest, about.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(purpose) from error

    def _sealing_key(self, purpose: str) -> bytes:
        return bytes.fromhex(self.derive(f"seal:{purpose}"))
