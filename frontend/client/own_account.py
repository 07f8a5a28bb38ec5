"""One's own account: sessions, confirmation, password, second factor. Cookies of a new token go on by themselves."""

from contracts.passwords import PasswordChange
from contracts.second_factors import FactorOffer, RecoveryCodes, SecondFactor
from contracts.sessions import CodeEntry, Confirmation, OpenSession, OpenSessions, Session
from frontend.client.accounts import ROOT
from frontend.client.door import Door
from frontend.client.transport import Call

OWN = f"{ROOT}/account"


class OwnAccountCalls(Door):
    """Calls about the visitor's own account."""

    async def get_session(self) -> Session:
        """The visitor's session, with their roles."""
        return Session.model_validate_json((await self.ask(Call("GET", f"{ROOT}/sessions/current"))).body)

    async def list_own_sessions(self) -> list[OpenSession]:
        """Where the visitor is signed in."""
        answer = await self.ask(Call("GET", f"{ROOT}/sessions"))
        return OpenSessions.model_validate_json(answer.body).items

    async def end_session(self, session: str) -> None:
        """Ends one of the visitor's sessions; NotFound when it has ended."""
        await self.ask(Call("DELETE", f"{ROOT}/sessions/{session}"))

    async def end_other_sessions(self) -> None:
        """Ends all of the visitor's sessions but this one."""
        await self.ask(Call("DELETE", f"{ROOT}/sessions"))

    async def confirm(self, confirmation: Confirmation) -> None:
        """Proves that it is still the visitor; Invalid says which part was wrong."""
        await self.send("POST", f"{ROOT}/sessions/current/confirmation", confirmation)

    async def change_password(self, change: PasswordChange) -> None:
        """Changes the visitor's password and ends their other sessions; Invalid says what to mend."""
        await self.send("PUT", f"{OWN}/password", change)

    async def get_second_factor(self) -> SecondFactor:
        """Whether the visitor has a second factor, and must have one."""
        return SecondFactor.model_validate_json((await self.ask(Call("GET", f"{OWN}/second-factor"))).body)

    async def offer_second_factor(self) -> FactorOffer:
        """A secret for an app: the same until it is taken. ConfirmationRequired."""
        return FactorOffer.model_validate_json((await self.ask(Call("POST", f"{OWN}/second-factor"))).body)

    async def take_second_factor(self, code: str) -> list[str]:
        """Takes the offered one into use; the new recovery codes."""
        answer = await self.send("PUT", f"{OWN}/second-factor", CodeEntry(code=code))
        return list(RecoveryCodes.model_validate_json(answer.body).codes)

    async def remove_second_factor(self) -> None:
        """Gives it up; Conflict when the visitor must have one."""
        await self.ask(Call("DELETE", f"{OWN}/second-factor"))

    async def renew_recovery_codes(self) -> list[str]:
        """Ten new recovery codes."""
        answer = await self.ask(Call("POST", f"{OWN}/recovery-codes"))
        return list(RecoveryCodes.model_validate_json(answer.body).codes)
