"""The installation's secrets: one master key, from which passwords and, without a common folder, the key pair come."""

from kit.secrets import Vault
from kit.settings import Settings
from kit.tokens import SigningKey


def password_of(settings: Settings, role: str) -> str:
    """The password of a database role, derived from the installation's master key."""
    return vault(settings).derive(f"role:{role}")


def signing_key(settings: Settings) -> SigningKey:
    """The key pair all parts sign and check with: kept in the data directory, or derived from a given master key."""
    if settings.given_master_key is None:
        return SigningKey.load(settings.secrets_dir)
    return SigningKey.derived(vault(settings).derive("signing"))


def vault(settings: Settings) -> Vault:
    """What derives and seals the installation's secrets."""
    return Vault(settings.secrets_dir, settings.given_master_key)
