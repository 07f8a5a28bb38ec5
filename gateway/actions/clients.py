"""API clients: made by an operator, known by a secret that is shown once."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import SCOPES
from contracts.directory import AREA_ID
from gateway.actions.sessions import hash_of
from gateway.queries import clients
from gateway.rules.origins import is_same_secret
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import Invalid
from kit.shapes import Fault
from kit.text import nfc

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """The credentials of a new client; the secret cannot be shown again."""

    client_id: str
    client_secret: str


async def create_client(session: AsyncSession, *, name: str, scopes: Sequence[str], area: str = "VN") -> ClientSecret:
    """Make a client with scopes on an area and below. Raises Invalid with every fault."""
    faults = [
        Fault(pointer="/scopes", detail=f"Không có phạm vi “{scope}”. Có: {', '.join(sorted(SCOPES))}.")
        for scope in scopes
        if scope not in SCOPES
    ]
    if not scopes:
        faults.append(Fault(pointer="/scopes", detail="Cần ít nhất một phạm vi."))
    if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        faults.append(Fault(pointer="/name", detail=f"Tên phải có từ 1 đến {LONGEST_NAME} ký tự in được."))
    if not re.fullmatch(AREA_ID, area):
        faults.append(Fault(pointer="/area", detail=f"“{area}” không phải mã địa bàn."))
    if faults:
        raise Invalid("Chưa tạo được hệ thống kết nối, xem từng mục.", faults)
    made = ClientSecret(f"lt-{secrets.token_hex(8)}", secrets.token_urlsafe(32))
    await clients.add_client(
        session,
        client_id=made.client_id,
        name=nfc(name).strip(),
        secret_hash=hash_of(made.client_secret),
        scopes=sorted(set(scopes)),
        area=area,
    )
    return made


async def authenticate_client(reader: Reader, *, client_id: str, client_secret: str) -> Row | None:
    """The client these credentials belong to, None when they do not hold."""
    found = None if "\x00" in client_id else await clients.find_client(reader, client_id=client_id)
    expected = bytes(found.secret_hash).hex() if found else ""
    return found if is_same_secret(hash_of(client_secret).hex(), expected) else None


async def note_token(session: AsyncSession, *, client_id: str, now: datetime) -> None:
    """Remember that the client took a token."""
    await clients.note_client_use(session, client_id=client_id, now=now)
