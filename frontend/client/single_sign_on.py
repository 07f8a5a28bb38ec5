"""Signing in at a provider: pages begin and finish it through the gateway, and hand its cookies on."""

from dataclasses import dataclass

from contracts.sessions import Missing
from contracts.single_sign_on import (
    Identity,
    SingleSignOn,
    SingleSignOnAddress,
    SingleSignOnAnswer,
    SingleSignOnSession,
    SingleSignOnStart,
)
from frontend.client.accounts import ROOT, cookies_of
from frontend.client.door import Door
from frontend.client.transport import Call


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the visitor proves who they are, and the cookies that bind it to their browser."""

    address: str
    cookies: list[str]


@dataclass(frozen=True, slots=True)
class Returned:
    """Where a visitor who came back wants to go, and the cookies of their session."""

    onward: str | None
    cookies: list[str]
    missing: Missing | None = None


class SingleSignOnCalls(Door):
    """Calls around the provider of single sign-on."""

    async def get_single_sign_on(self) -> SingleSignOn:
        """By whose name people may sign in elsewhere."""
        return await self.get(SingleSignOn, f"{ROOT}/single-sign-on")

    async def begin_single_sign_on(self, start: SingleSignOnStart) -> Leaving:
        """Begins; NotFound without a provider, Unavailable when it does not answer."""
        answer = await self.send("POST", f"{ROOT}/single-sign-on/visits", start)
        return Leaving(SingleSignOnAddress.model_validate_json(answer.body).address, cookies_of(answer))

    async def finish_single_sign_on(self, brought: SingleSignOnAnswer) -> Returned:
        """Finishes; Unauthenticated when nobody was proven, Forbidden without an account."""
        answer = await self.send("POST", f"{ROOT}/single-sign-on/sessions", brought)
        found = SingleSignOnSession.model_validate_json(answer.body)
        return Returned(found.onward, cookies_of(answer), found.missing)

    async def list_own_identities(self) -> list[Identity]:
        """The identities that open the visitor's own account."""
        answer = await self.ask(Call("GET", f"{ROOT}/identities"))
        return [Identity.model_validate(one) for one in answer.json()]

    async def unlink_identity(self, identity: str) -> None:
        """Takes one of them away."""
        await self.ask(Call("DELETE", f"{ROOT}/identities/{identity}"))
