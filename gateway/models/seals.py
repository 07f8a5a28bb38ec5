"""Seals on the audit (niêm phong): what was sealed when, in a chain; and what still waits for it."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text
from sqlmodel import Field

from gateway.models.schema import Base


class AuditSealRow(Base, table=True):
    """One seal: `root` is made of its leaves, `hash` of all but the signature, `previous` is the hash before it.

    `sealed_at` is text because the very characters are signed; `key` says which key signed.
    """

    __tablename__ = "audit_seals"

    no: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    sealed_at: str = Field(sa_type=Text)
    events: int = Field(sa_column=Column(Integer, nullable=False))
    first_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    root: bytes = Field(sa_type=LargeBinary)
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)
    key: str = Field(sa_type=Text)


class AuditLeafRow(Base, table=True):
    """The hash of one event as it was sealed: it tells which event of a batch was altered since."""

    __tablename__ = "audit_leaves"

    seal_no: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    event_id: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    leaf: bytes = Field(sa_type=LargeBinary)


class AuditUnsealedRow(Base, table=True):
    """An event that waits for its seal; a trigger enters it together with the event."""

    __tablename__ = "audit_unsealed"

    event_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
