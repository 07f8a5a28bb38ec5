"""Tables of the schema `gateway`: people, systems, and what lets them in."""

from gateway.models.accounts import AccountRow, RoleGrantRow
from gateway.models.audit import AuditEventRow
from gateway.models.clients import ClientRow
from gateway.models.schema import Base
from gateway.models.sessions import SessionRow, SignInAttemptRow
from kit.database.idempotency import idempotency_table

idempotency_keys = idempotency_table(Base.metadata)

__all__ = [
    "AccountRow",
    "AuditEventRow",
    "Base",
    "ClientRow",
    "RoleGrantRow",
    "SessionRow",
    "SignInAttemptRow",
    "idempotency_keys",
]
