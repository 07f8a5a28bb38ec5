"""Reading a token request as RFC 6749 means it: form fields once each, credentials one way only."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

FORM = "application/x-www-form-urlencoded"
LARGEST_FORM, MOST_FIELDS = 16 * 1024, 20


class TokenRequestRefused(Exception):
    """A refusal of RFC 6749 §5.2: `code` for programs, an ASCII sentence for developers (the RFC allows no other).

    With `retry_after` it is about how often was asked: the RFC has no word for that, HTTP has 429.
    """

    def __init__(self, code: str, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """401 when the client is not who it says, 429 when it must wait, else 400."""
        if self.retry_after is not None:
            return 429
        return 401 if self.code == "invalid_client" else 400


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A well-formed request for a token; `scope` is None when none was named."""

    client_id: str
    client_secret: str
    scope: str | None


def read_token_request(content_type: str, authorization: str, body: bytes) -> TokenRequest:
    """The request, or TokenRequestRefused."""
    fields = _fields(content_type, body)
    grant = fields.get("grant_type")
    if grant is None:
        raise TokenRequestRefused("invalid_request", "grant_type is missing")
    if grant != "client_credentials":
        raise TokenRequestRefused("unsupported_grant_type", "only client_credentials is supported")
    client_id, client_secret = _credentials(authorization, fields)
    return TokenRequest(client_id, client_secret, fields.get("scope") or None)


def _fields(content_type: str, body: bytes) -> Mapping[str, str]:
    if content_type.split(";")[0].strip().lower() != FORM:
        raise TokenRequestRefused("invalid_request", f"the body must be {FORM}")
    if len(body) > LARGEST_FORM:
        raise TokenRequestRefused("invalid_request", "the body is too large")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise TokenRequestRefused("invalid_request", "the body cannot be read as a form") from error
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise TokenRequestRefused("invalid_request", "a parameter is repeated")
    return fields


def _credentials(authorization: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Id and secret from HTTP Basic or from the form, never from both (§2.3)."""
    if not authorization:
        if "client_id" not in fields or "client_secret" not in fields:
            raise TokenRequestRefused("invalid_client", "client authentication is missing")
        return fields["client_id"], fields["client_secret"]
    if "client_secret" in fields:
        raise TokenRequestRefused("invalid_request", "use either HTTP Basic or the body, not both")
    client_id, client_secret = _basic(authorization)
    if fields.get("client_id", client_id) != client_id:
        raise TokenRequestRefused("invalid_request", "client_id differs from the one in HTTP Basic")
    return client_id, client_secret


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise TokenRequestRefused("invalid_client", "only HTTP Basic is supported here")
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise TokenRequestRefused("invalid_client", "the Basic credentials cannot be read") from error
    client_id, colon, client_secret = text.partition(":")
    if not colon:
        raise TokenRequestRefused("invalid_client", "the Basic credentials cannot be read")
    return unquote_plus(client_id), unquote_plus(client_secret)
