"""Tokens for systems: OAuth 2.0 client credentials (RFC 6749 §4.4), access tokens of RFC 9068, keys, metadata."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from contracts.access import SCOPES
from contracts.clients import AccessToken, TokenError
from gateway.actions import tokens as actions
from gateway.actions.audit import actor_of
from gateway.door.keyring import KeyRing
from gateway.routes import shown
from gateway.routes.arrivals import address_of
from gateway.rules.systems.access_tokens import seconds_of
from gateway.rules.systems.key_rotation import CACHED_FOR
from gateway.rules.systems.scopes import ScopeRefused, granted
from gateway.rules.systems.token_requests import FORM, TokenRequest, TokenRequestRefused, read_token_request
from kit import clock
from kit.database import ReaderDep, in_unit
from kit.database.pool import Row

NOT_KEPT = shown.NOT_KEPT | {"Pragma": "no-cache"}
CHALLENGE = {"WWW-Authenticate": 'Basic realm="lantoa", charset="UTF-8"'}
SHARED = {"Cache-Control": f"public, max-age={int(CACHED_FOR.total_seconds())}"}
MALFORMED = frozenset({"invalid_request", "unsupported_grant_type"})
"""Refusals of what was asked, not of who asks."""
FORM_SCHEMA = {
    "type": "object",
    "required": ["grant_type"],
    "additionalProperties": {"type": "string"},
    "properties": {
        "grant_type": {"type": "string", "const": "client_credentials", "title": "Loại cấp quyền"},
        "scope": {"type": "string", "title": "Phạm vi", "description": "Cách nhau bằng dấu cách; bỏ trống là tất cả"},
        "client_id": {"type": "string", "title": "Mã hệ thống kết nối"},
        "client_secret": {"type": "string", "title": "Mật khẩu của hệ thống kết nối"},
    },
}

router = APIRouter(tags=["gateway"])


def issuer_of(request: Request) -> str:
    """Our name in tokens and metadata: the public address, or the one we were called by."""
    public: str = request.app.state.settings.public_url
    return public.rstrip("/") or str(request.base_url).rstrip("/")


def keys_of(request: Request) -> KeyRing:
    """The keys of access tokens."""
    found: KeyRing = request.app.state.keys
    return found


@router.post(
    "/token",
    summary="Lấy mã truy cập (client credentials)",
    response_model=AccessToken,
    responses={
        400: {"model": TokenError, "description": "Yêu cầu không đúng (RFC 6749 §5.2)"},
        401: {"model": TokenError, "description": "Sai mã hoặc mật khẩu của hệ thống kết nối, hoặc đã hết hạn"},
        429: {"model": TokenError, "description": "Đã sai nhiều lần; xem tiêu đề Retry-After"},
    },
    openapi_extra={"requestBody": {"required": True, "content": {FORM: {"schema": FORM_SCHEMA}}}},
)
async def issue_token(request: Request, reader: ReaderDep) -> Response:
    """Give a system an access token for its scopes. Errors follow RFC 6749, not problem+json."""
    asked = None
    try:
        asked = read_token_request(
            request.headers.get("content-type", ""), request.headers.get("authorization", ""), await request.body()
        )
        client, scope = await _granted(request, reader, asked)
    except TokenRequestRefused as refused:
        await _note_refusal(request, refused, "" if asked is None else asked.client_id)
        return _refusal(refused)
    seconds = seconds_of(client.expires_at, clock.now())
    claims = {"iss": issuer_of(request), "sub": client.client_id, "client_id": client.client_id, "scope": scope}
    token = await keys_of(request).sign(claims, seconds)
    answer = AccessToken(access_token=token, expires_in=seconds, scope=scope)
    return JSONResponse(answer.model_dump(), headers=NOT_KEPT)


async def _granted(request: Request, reader: ReaderDep, asked: TokenRequest) -> tuple[Row, str]:
    """The client that asks, and the scopes it is given."""
    now = clock.now()
    client, secret = await actions.check_client(
        reader, client_id=asked.client_id, client_secret=asked.client_secret, address=address_of(request), now=now
    )
    try:
        scope = " ".join(granted(asked.scope, client.scopes))
    except ScopeRefused as error:
        raise TokenRequestRefused("invalid_scope", "the client does not have every scope asked for") from error
    if actions.is_worth_noting(client, secret, now):
        async with in_unit(request.app.state.database, quiet=True) as unit:
            await actions.note_token(unit, actor_of(request), client, secret, scope=scope, now=now)
    return client, scope


async def _note_refusal(request: Request, refused: TokenRequestRefused, client_id: str) -> None:
    """Count wrong credentials, and record whatever was refused to somebody."""
    if refused.code in MALFORMED:
        return
    async with in_unit(request.app.state.database, quiet=True) as unit:
        if refused.code == "invalid_client" and client_id:
            await actions.count_refusal(unit, client_id=client_id, address=address_of(request), now=clock.now())
        reason = f"{refused.code}: {refused.description}"
        await actions.record_refusal(unit, actor_of(request), client_id=client_id, reason=reason)


def _refusal(refused: TokenRequestRefused) -> Response:
    body = TokenError(error=refused.code, error_description=refused.description).model_dump()
    headers = NOT_KEPT | (CHALLENGE if refused.status == 401 else {})
    if refused.retry_after is not None:
        headers |= {"Retry-After": str(refused.retry_after)}
    return JSONResponse(body, refused.status, headers)


@router.get("/.well-known/jwks.json", summary="Khoá công khai để kiểm tra mã truy cập")
async def read_key_set(request: Request, response: Response) -> dict[str, Any]:
    """The key set (RFC 7517) with which access tokens can be verified: the key that signs, the one before, the next.

    A next key is shown here for twice the time this answer may be kept before it signs.
    """
    response.headers.update(SHARED)
    return {"keys": keys_of(request).published()}


@router.get("/.well-known/oauth-authorization-server", summary="Mô tả máy chủ cấp quyền")
async def read_metadata(request: Request) -> dict[str, Any]:
    """Authorisation server metadata (RFC 8414)."""
    issuer = issuer_of(request)
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": sorted(SCOPES),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "ui_locales_supported": ["vi-VN"],
        "service_documentation": f"{issuer}/docs",
    }
