"""Who is calling: read from the signed identity that only the gateway can make, checked in the route's signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request

from kit.errors import Forbidden, Unauthenticated
from kit.tokens import SigningKey, TokenRefused, Verifier

HEADER = "x-lantoa-identity"
KIND = "lantoa-identity+jwt"
AUDIENCE = "lantoa-services"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights held on one node of the tree and everything below it."""

    rights: frozenset[str]
    on: str


@dataclass(frozen=True, slots=True)
class Caller:
    """One authenticated (or anonymous) caller and what they hold where."""

    id: str
    kind: str
    name: str = ""
    grants: tuple[Grant, ...] = ()
    roles: tuple[str, ...] = ()
    csrf: str = ""

    @property
    def anonymous(self) -> bool:
        """True when nobody signed in."""
        return self.kind == "anonymous"

    def holds(self, right: str) -> bool:
        """True when the right is held anywhere."""
        return any(right in grant.rights for grant in self.grants)

    def places(self, right: str) -> list[str]:
        """The nodes on which the right is held."""
        return [grant.on for grant in self.grants if right in grant.rights]

    def may(self, right: str, reach: Iterable[str]) -> bool:
        """True when the right is held on one of `reach`: the nodes from which the thing in question is governed."""
        nodes = frozenset(reach)
        return any(grant.on in nodes for grant in self.grants if right in grant.rights)

    def claims(self) -> dict[str, Any]:
        """The claims of this caller's identity token."""
        return {
            "sub": self.id,
            "kind": self.kind,
            "name": self.name,
            "grants": [[sorted(grant.rights), grant.on] for grant in self.grants],
            "roles": list(self.roles),
            "csrf": self.csrf,
        }

    @classmethod
    def of_claims(cls, claims: Mapping[str, Any]) -> "Caller":
        """The caller an identity token speaks of."""
        grants = tuple(Grant(frozenset(rights), on) for rights, on in claims["grants"])
        return cls(claims["sub"], claims["kind"], claims["name"], grants, tuple(claims["roles"]), claims["csrf"])


ANONYMOUS = Caller(id="anonymous", kind="anonymous")


def identity(key: SigningKey, caller: Caller, seconds: int = SECONDS) -> str:
    """A signed, short-lived identity token: only the gateway (or a part of the system calling another) makes one."""
    return key.sign(KIND, AUDIENCE, caller.claims(), seconds)


@dataclass(slots=True)
class Recogniser:
    """Turns identity tokens into callers; kept in `app.state.recogniser`."""

    verifier: Verifier
    _callers: dict[str, Caller] = field(default_factory=dict)

    @classmethod
    def of(cls, key: SigningKey) -> "Recogniser":
        """A recogniser of identities signed by `key`."""
        return cls(key.verifier(KIND, AUDIENCE))

    def recognise(self, token: str | None) -> Caller:
        """The caller of this token, anonymous without one; Unauthenticated when the token does not hold."""
        if not token:
            return ANONYMOUS
        try:
            claims = self.verifier.claims(token)
        except TokenRefused as error:
            self._callers.pop(token, None)
            raise Unauthenticated("Danh tính nội bộ không hợp lệ.") from error
        caller = self._callers.get(token)
        if caller is None:
            if len(self._callers) > 4096:
                self._callers.clear()
            caller = self._callers[token] = Caller.of_claims(claims)
        return caller


def caller_of(request: Request) -> Caller:
    """The caller of this request."""
    recogniser: Recogniser = request.app.state.recogniser
    return recogniser.recognise(request.headers.get(HEADER))


async def anyone(request: Request) -> Caller:
    """Dependency of a route that is open to all, signed in or not."""
    return caller_of(request)


def lacking(caller: Caller, right: str) -> Forbidden:
    """The refusal of who does not hold a right; a system is told which scope its token lacks (RFC 6750 §3.1)."""
    if caller.kind != "client":
        return Forbidden("Tài khoản không có quyền thực hiện việc này.")
    challenge = f'Bearer error="insufficient_scope", scope="{right}"'
    return Forbidden(f"Mã truy cập thiếu phạm vi {right}.", headers={"WWW-Authenticate": challenge})


@dataclass(frozen=True, slots=True)
class Requires:
    """Dependency of a route that needs a right; where it must be held is the action's question."""

    right: str

    async def __call__(self, request: Request) -> Caller:
        """The caller, when they hold the right somewhere."""
        caller = caller_of(request)
        if caller.anonymous:
            raise Unauthenticated("Hãy đăng nhập hoặc gửi mã truy cập (Bearer).")
        if not caller.holds(self.right):
            raise lacking(caller, self.right)
        return caller


def requires(right: str) -> Any:
    """The dependency that demands `right`: `caller: Annotated[Caller, requires("values:write")]`."""
    return Depends(Requires(right))


async def signed_in(request: Request) -> Caller:
    """Dependency of a route for any person who signed in, whatever their roles; systems with a token are refused."""
    caller = caller_of(request)
    if caller.anonymous:
        raise Unauthenticated("Hãy đăng nhập.")
    if caller.kind != "account":
        raise Forbidden("Chỉ dành cho người đăng nhập bằng phiên làm việc.")
    return caller


AnyoneDep = Annotated[Caller, Depends(anyone)]
SignedInDep = Annotated[Caller, Depends(signed_in)]
