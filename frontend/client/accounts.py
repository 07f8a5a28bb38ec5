"""Signing in, by steps, and out: the gateway makes the session, pages hand its cookie on."""

from dataclasses import dataclass

from contracts.second_factors import Enrolled, FactorOffer
from contracts.sessions import CodeEntry, Missing, PendingSignIn, Session, SignIn
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.asgi import Answer

ROOT = "/api/gateway/v1"
PENDING = 202


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session, or what is still missing, and the cookies that carry it."""

    session: Session | None
    cookies: list[str]
    missing: Missing | None = None


class AccountCalls(Door):
    """Calls that open and close sessions."""

    async def sign_in(self, credentials: SignIn) -> SignedIn:
        """Opens a session; Unauthenticated for a wrong address or password, TooMany after many of them."""
        answer = await self.send("POST", f"{ROOT}/sessions", credentials)
        if answer.status == PENDING:
            return SignedIn(None, cookies_of(answer), PendingSignIn.model_validate_json(answer.body).missing)
        return SignedIn(Session.model_validate_json(answer.body), cookies_of(answer))

    async def get_pending(self) -> PendingSignIn:
        """What the sign-in under way lacks; Unauthenticated when it is over."""
        return PendingSignIn.model_validate_json((await self.ask(Call("GET", f"{ROOT}/sign-ins/pending"))).body)

    async def give_code(self, code: str) -> SignedIn:
        """Opens the session with a code; Invalid for a wrong one, Unauthenticated when the sign-in is over."""
        answer = await self.send("POST", f"{ROOT}/sign-ins/second-factor", CodeEntry(code=code))
        return SignedIn(Session.model_validate_json(answer.body), cookies_of(answer))

    async def get_enrolment(self) -> FactorOffer:
        """The second factor that the sign-in under way offers; Unauthenticated when it is over."""
        return FactorOffer.model_validate_json((await self.ask(Call("GET", f"{ROOT}/sign-ins/enrolment"))).body)

    async def enrol(self, code: str) -> tuple[list[str], list[str]]:
        """Takes it into use and opens the session: the recovery codes, and the cookies."""
        answer = await self.send("POST", f"{ROOT}/sign-ins/enrolment", CodeEntry(code=code))
        return list(Enrolled.model_validate_json(answer.body).codes), cookies_of(answer)

    async def sign_out(self) -> list[str]:
        """Closes the visitor's session; gives the cookies that make the browser forget it."""
        return cookies_of(await self.ask(Call("DELETE", f"{ROOT}/sessions/current")))


def cookies_of(answer: Answer) -> list[str]:
    """The cookies an answer sets, as they are."""
    return [value.decode("latin-1") for name, value in answer.headers if name.lower() == b"set-cookie"]
