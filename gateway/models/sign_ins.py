"""Signing in under way: attempts that are counted, proofs that still lack something, places known from before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text, text
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class SignInRow(Base, table=True):
    """A sign-in that lacks a step (đăng nhập dở): a right password opens no session where more is asked.

    `missing` is the step, `tries` how many codes were wrong, `offered_secret` the sealed factor to be enrolled.
    """

    __tablename__ = "sign_ins"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    account_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    missing: str = Field(sa_type=Text)
    method: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    expires_at: datetime = Field(sa_type=INSTANT, index=True)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    offered_secret: bytes | None = Field(default=None, sa_type=LargeBinary)


class SignInAttemptRow(Base, table=True):
    """Attempts within one scope (`rules.signing_in.attempts`); the subject is a hash: people type passwords there."""

    __tablename__ = "sign_in_attempts"

    scope: str = Field(primary_key=True, sa_type=Text)
    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    last_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})


class KnownPlaceRow(Base, table=True):
    """A network place from which an account signed in lately: strangers elsewhere do not lock its owner out there."""

    __tablename__ = "known_places"

    account_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    place: str = Field(primary_key=True, sa_type=Text)
    last_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})
