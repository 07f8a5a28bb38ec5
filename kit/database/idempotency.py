"""Idempotency-Key on every POST: the answer is stored in the transaction that made it, and replayed to a repeat."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from python_multipart.multipart import parse_options_header
from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, String, Table, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.caller import caller_of
from kit.database.unit import Unit
from kit.errors import Invalid
from kit.shapes import Fault

KEY = re.compile(r"[\x21-\x7e]{8,128}")
REPLAYED = ("content-type", "location", "etag")
KEPT_DAYS = 7

_FORGET = text("""
    delete from idempotency_keys where (principal, key) in (
        select principal, key from idempotency_keys where at < now() - make_interval(days => :days)
        order by at limit 100 for update skip locked
    )
""")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A first use of a key: by whom, under which key."""

    principal: str
    key: str


def idempotency_table(metadata: MetaData) -> Table:
    """The table `idempotency_keys` of one service; each service declares it among its models."""
    return Table(
        "idempotency_keys",
        metadata,
        Column("principal", String, primary_key=True),
        Column("key", String, primary_key=True),
        Column("request_hash", LargeBinary, nullable=False),
        Column("status", Integer),
        Column("headers", JSONB),
        Column("body", LargeBinary),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )


async def begin(request: Request, unit: Unit) -> Attempt | Response | None:
    """Claim the key of this POST: None without one, the stored answer for a repeat, else the attempt to remember.

    A second request with the same key waits for the first one's transaction (up to the role's lock_timeout).
    """
    key = request.headers.get("idempotency-key")
    if request.method != "POST" or key is None:
        return None
    if not KEY.fullmatch(key):
        raise Invalid(faults=[Fault(pointer="/Idempotency-Key", detail="Khoá phải gồm 8 đến 128 ký tự ASCII in được.")])
    principal = caller_of(request).id
    digest = _digest(request, await request.body())
    claimed = await unit.session.execute(
        text(
            "insert into idempotency_keys (principal, key, request_hash) values (:principal, :key, :digest)"
            " on conflict do nothing returning key"
        ),
        {"principal": principal, "key": key, "digest": digest},
    )
    if claimed.first() is not None:
        return Attempt(principal, key)
    return await _replay(unit.session, principal, key, digest)


def _digest(request: Request, body: bytes) -> bytes:
    """What makes two requests the same; programs draw a new boundary for every upload, so that is none of it."""
    boundary = parse_options_header(request.headers.get("content-type"))[1].get(b"boundary")
    told = body.replace(b"--" + boundary, b"--") if boundary else body
    return hashlib.sha256(f"{request.url.path}?{request.url.query}\n".encode() + told).digest()


async def _replay(session: AsyncSession, principal: str, key: str, digest: bytes) -> Response:
    stored: Any = (
        await session.execute(
            text(
                "select request_hash, status, headers, body from idempotency_keys"
                " where principal = :principal and key = :key"
            ),
            {"principal": principal, "key": key},
        )
    ).one()
    if bytes(stored.request_hash) != digest:
        raise Invalid(
            faults=[Fault(pointer="/Idempotency-Key", detail="Khoá này đã dùng cho một yêu cầu có nội dung khác.")]
        )
    headers = {**stored.headers, "Idempotency-Replayed": "true"}
    return Response(bytes(stored.body), status_code=stored.status, headers=headers)


async def remember(session: AsyncSession, attempt: Attempt, response: Response) -> None:
    """Store the answer beside the change it reports, and forget some of those older than a week."""
    await session.execute(_FORGET, {"days": KEPT_DAYS})
    headers = {name: value for name, value in response.headers.items() if name in REPLAYED}
    await session.execute(
        text(
            "update idempotency_keys set status = :status, headers = cast(:headers as jsonb), body = :body"
            " where principal = :principal and key = :key"
        ),
        {
            "status": response.status_code,
            "headers": json.dumps(headers),
            "body": bytes(response.body),
            "principal": attempt.principal,
            "key": attempt.key,
        },
    )
