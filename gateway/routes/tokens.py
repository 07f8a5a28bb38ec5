"""Tokens for systems: OAuth 2.0 client credentials (RFC 6749 §4.4), access tokens of RFC 9068, keys, metadata."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from contracts.access import SCOPES
from contracts.clients import AccessToken, TokenError
from gateway.actions.clients import authenticate_client, note_token
from gateway.door.recognition import TOKEN_AUDIENCE, TOKEN_KIND
from gateway.rules.scopes import ScopeRefused, granted
from gateway.rules.token_requests import FORM, TokenRequestRefused, read_token_request
from kit import clock
from kit.database import ReaderDep, in_unit

SECONDS = 3600
NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
CHALLENGE = {"WWW-Authenticate": 'Basic realm="lantoa", charset="UTF-8"'}
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


@router.post(
    "/token",
    summary="Lấy mã truy cập (client credentials)",
    response_model=AccessToken,
    responses={
        400: {"model": TokenError, "description": "Yêu cầu không đúng (RFC 6749 §5.2)"},
        401: {"model": TokenError, "description": "Sai mã hoặc mật khẩu của hệ thống kết nối"},
    },
    openapi_extra={"requestBody": {"required": True, "content": {FORM: {"schema": FORM_SCHEMA}}}},
)
async def issue_token(request: Request, reader: ReaderDep) -> Response:
    """Give a system an access token for its scopes. Errors follow RFC 6749, not problem+json."""
    try:
        asked = read_token_request(
            request.headers.get("content-type", ""), request.headers.get("authorization", ""), await request.body()
        )
        client = await authenticate_client(reader, client_id=asked.client_id, client_secret=asked.client_secret)
        if client is None:
            raise TokenRequestRefused("invalid_client", "client authentication failed")
        scope = " ".join(granted(asked.scope, client.scopes))
    except TokenRequestRefused as refused:
        return _refusal(refused)
    except ScopeRefused:
        return _refusal(TokenRequestRefused("invalid_scope", "the client does not have every scope asked for"))
    async with in_unit(request.app.state.database, quiet=True) as unit:
        await note_token(unit, client_id=client.client_id, now=clock.now())
    claims = {"iss": issuer_of(request), "sub": client.client_id, "client_id": client.client_id, "scope": scope}
    token = request.app.state.signing_key.sign(TOKEN_KIND, TOKEN_AUDIENCE, claims, SECONDS)
    answer = AccessToken(access_token=token, expires_in=SECONDS, scope=scope)
    return JSONResponse(answer.model_dump(), headers=NOT_KEPT)


def _refusal(refused: TokenRequestRefused) -> Response:
    body = TokenError(error=refused.code, error_description=refused.description).model_dump()
    headers = NOT_KEPT | (CHALLENGE if refused.status == 401 else {})
    return JSONResponse(body, refused.status, headers)


@router.get("/.well-known/jwks.json", summary="Khoá công khai để kiểm tra mã truy cập")
async def read_key_set(request: Request) -> dict[str, Any]:
    """The key set (RFC 7517) with which access tokens can be verified."""
    return {"keys": [request.app.state.signing_key.public()]}


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
        "service_documentation": f"{issuer}/docs",
    }
