"""Tables of the schema `gateway`: people, systems, and what lets them in."""

from gateway.models.accounts import AccountRow, DelegationRow, InvitationRow, RoleGrantRow
from gateway.models.audit import AuditEventRow
from gateway.models.clients import ClientRow, ClientSecretRow
from gateway.models.identities import IdentityRow, ProviderVisitRow
from gateway.models.places import LineageRow, PlaceRow
from gateway.models.schema import Base
from gateway.models.seals import AuditLeafRow, AuditSealRow, AuditUnsealedRow
from gateway.models.second_factors import RecoveryCodeRow, SecondFactorRow
from gateway.models.sessions import SessionRow
from gateway.models.sign_ins import KnownPlaceRow, SignInAttemptRow, SignInRow
from gateway.models.signing_keys import SigningKeyRow
from kit.database.idempotency import idempotency_table
from kit.feeds import consumer_tables

idempotency_keys = idempotency_table(Base.metadata)
feed_cursors, feed_inbox = consumer_tables(Base.metadata)

__all__ = [
    "AccountRow",
    "AuditEventRow",
    "AuditLeafRow",
    "AuditSealRow",
    "AuditUnsealedRow",
    "Base",
    "ClientRow",
    "ClientSecretRow",
    "DelegationRow",
    "IdentityRow",
    "InvitationRow",
    "KnownPlaceRow",
    "LineageRow",
    "PlaceRow",
    "ProviderVisitRow",
    "RecoveryCodeRow",
    "RoleGrantRow",
    "SecondFactorRow",
    "SessionRow",
    "SignInAttemptRow",
    "SignInRow",
    "SigningKeyRow",
    "feed_cursors",
    "feed_inbox",
    "idempotency_keys",
]
