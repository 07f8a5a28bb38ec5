"""Signing in and out: the gateway makes the session, pages hand its cookie on."""

from dataclasses import dataclass

from contracts.sessions import Session, SignIn
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.asgi import Answer

ROOT = "/api/gateway/v1"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and the cookies that carry it."""

    session: Session
    cookies: list[str]


class AccountCalls(Door):
    """Calls that open and close sessions."""

    async def sign_in(self, credentials: SignIn) -> SignedIn:
        """Opens a session; Unauthenticated for a wrong address or password, TooMany after many of them."""
        answer = await self.send("POST", f"{ROOT}/sessions", credentials)
        return SignedIn(Session.model_validate_json(answer.body), cookies_of(answer))

    async def sign_out(self) -> list[str]:
        """Closes the visitor's session; gives the cookies that make the browser forget it."""
        return cookies_of(await self.ask(Call("DELETE", f"{ROOT}/sessions/current")))


def cookies_of(answer: Answer) -> list[str]:
    """The cookies an answer sets, as they are."""
    return [value.decode("latin-1") for name, value in answer.headers if name.lower() == b"set-cookie"]
