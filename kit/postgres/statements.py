"""The SQL that gives every service its schema and its two roles; idempotent, so it may be run again at any time."""

import re
from collections.abc import Callable, Iterator, Sequence

from kit.postgres.verifier import scram_verifier

_SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_APP_SETTINGS = {
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "30s",
    "transaction_timeout": "60s",
    "timezone": "UTC",
}
_OWNER_SETTINGS = {"timezone": "UTC"}  # a migration may wait for its turn and take its time


def owner_role(service: str) -> str:
    """The role that owns the schema and runs migrations; never named like the schema ("$user" would become it)."""
    return f"lantoa_{_checked(service)}_owner"


def app_role(service: str) -> str:
    """The role the running service signs in as; it owns nothing, so row security and revoked rights bind it."""
    return f"lantoa_{_checked(service)}_app"


def provision_statements(services: Sequence[str], passwords: Callable[[str], str], database: str) -> list[str]:
    """SQL for an administrator of `database`, in order; `passwords` gives the password of a role.

    The SQL holds salted verifiers, not passwords. It suits a superuser as well as a role with CREATEROLE that owns the
    database. Rights on existing tables are not granted again: what a migration revoked stays revoked.
    """
    name = quoted(database)
    # CONNECT stays: who may knock is pg_hba.conf's business; revoking it would lock out the role that asks for this.
    statements = [
        f"REVOKE CREATE, TEMPORARY ON DATABASE {name} FROM PUBLIC",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    ]
    for service in services:
        owner, app = owner_role(service), app_role(service)
        statements += _role(owner, passwords(owner), _OWNER_SETTINGS)
        statements += _role(app, passwords(app), _APP_SETTINGS)
        # TEMPORARY: bulk writes are staged in temporary tables.
        statements.append(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {owner}, {app}")
        statements += _schema(quoted(service), owner, app)
    return statements


def _role(role: str, password: str, settings: dict[str, str]) -> Iterator[str]:
    yield (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"
        f" THEN CREATE ROLE {role}; END IF; END $$"
    )
    yield f"ALTER ROLE {role} LOGIN PASSWORD '{scram_verifier(password)}'"
    for setting, value in settings.items():
        yield f"ALTER ROLE {role} SET {setting} = '{value}'"


def _schema(schema: str, owner: str, app: str) -> Iterator[str]:
    # Whoever made a role without being a superuser must join it before handing it a schema.
    join = f"GRANT {owner} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE"
    yield f"DO $$ BEGIN IF current_setting('is_superuser') = 'off' THEN {join}; END IF; END $$"
    yield f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}"
    yield f"ALTER SCHEMA {schema} OWNER TO {owner}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {app}"
    granted = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT"
    yield f"{granted} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
    yield f"{granted} USAGE ON SEQUENCES TO {app}"


def quoted(identifier: str) -> str:
    """An identifier as SQL text."""
    return '"' + identifier.replace('"', '""') + '"'


def _checked(service: str) -> str:
    """Names go into SQL and role names unquoted: only plain ones pass."""
    if not _SERVICE.fullmatch(service):
        raise ValueError(f"Tên dịch vụ không hợp lệ: {service!r}")
    return service
