"""The key that seals the audit (Ed25519): of its own purpose, so that its public half checks without the secrets."""

import hashlib
from collections.abc import Iterable

from kit.secrets import Vault

PURPOSE = "audit"


class SealKey:
    """Signs seals; `public` is what whoever checks them needs, `name` how seals call it."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public: bytes = self._key.public_key().public_bytes_raw()
        self.name = name_of(self.public)

    @classmethod
    def of(cls, vault: Vault) -> "SealKey":
        """The key of this installation, derived from its master key."""
        return cls(bytes.fromhex(vault.derive(PURPOSE)))

    def sign(self, digest: bytes) -> bytes:
        """The signature of a seal's hash."""
        return self._key.sign(digest)


def name_of(public: bytes) -> str:
    """How a key is called in the seals it made."""
    return hashlib.sha256(public).hexdigest()[:16]


class Trusted:
    """The public keys whose seals count."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = {name_of(key): key for key in keys}

    def knows(self, name: str) -> bool:
        """Whether a key of this name is trusted."""
        return name in self._keys

    def has_signed(self, name: str, digest: bytes, signature: bytes) -> bool:
        """Whether this signature of a hash was made by the trusted key of this name."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if name not in self._keys:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self._keys[name]).verify(signature, digest)
        except InvalidSignature:
            return False
        return True
