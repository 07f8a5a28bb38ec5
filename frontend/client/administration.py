"""Looking after accounts, lending roles, and choosing a password with a code."""

from dataclasses import dataclass

from pydantic import BaseModel

from contracts.access import Right
from contracts.accounts import Account, AccountCreate, AccountSummary, AccountUpdate, DisableOrder, GrantsUpdate, Place
from contracts.activations import Activation, ActivationCreate, Invitation
from contracts.delegations import Delegation, DelegationCreate
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.light import read
from kit.preconditions import etag
from kit.shapes import Page

ROOT = "/api/gateway/v1"


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What narrows the list of accounts; `q` needs no marks."""

    q: str | None = None
    role: str | None = None
    state: str | None = None
    within: str | None = None
    limit: int | None = None
    after: str | None = None


class AdministrationCalls(Door):
    """Calls of administrators, of people who lend roles, and of the invited."""

    async def list_accounts(self, wanted: AccountFilter) -> Page[AccountSummary]:
        """One page of the accounts within the visitor's reach."""
        return await self.get_page(AccountSummary, f"{ROOT}/accounts", wanted)

    async def get_account(self, account: str) -> Account:
        """One account; NotFound beyond reach, and for what cannot be the id of one."""
        return await self.get_one(Account, f"{ROOT}/accounts/{account}", "Không có tài khoản này.")

    async def create_account(self, wanted: AccountCreate) -> Account:
        """A new account that waits for its owner; Invalid, Conflict."""
        return read(Account, (await self.send("POST", f"{ROOT}/accounts", wanted)).body)

    async def change_account(self, account: str, version: int, wanted: AccountUpdate) -> None:
        """Who somebody is; Invalid, Conflict, Forbidden, Stale."""
        await self._put(f"accounts/{account}", version, wanted)

    async def replace_grants(self, account: str, version: int, wanted: GrantsUpdate) -> None:
        """The roles within reach; Invalid, Conflict, Stale."""
        await self._put(f"accounts/{account}/grants", version, wanted)

    async def disable_account(self, account: str, reason: str) -> None:
        """Let an account in no longer; Conflict, Forbidden."""
        await self.send("POST", f"{ROOT}/accounts/{account}/disable", DisableOrder(reason=reason))

    async def enable_account(self, account: str) -> None:
        """Let it in again; Forbidden."""
        await self.ask(Call("POST", f"{ROOT}/accounts/{account}/enable"))

    async def unlock_account(self, account: str) -> None:
        """Forget the wrong passwords tried for it."""
        await self.ask(Call("POST", f"{ROOT}/accounts/{account}/unlock"))

    async def reset_second_factor(self, account: str) -> None:
        """Take its second factor away; NotFound when it has none, Forbidden."""
        await self.ask(Call("DELETE", f"{ROOT}/accounts/{account}/second-factor"))

    async def invite(self, account: str) -> Invitation:
        """A link to choose a password, told this once; Conflict, Forbidden."""
        return read(Invitation, (await self.ask(Call("POST", f"{ROOT}/accounts/{account}/invitations"))).body)

    async def find_places(self, words: str, right: Right | None = None) -> list[Place]:
        """Areas and organisations within the visitor's reach that have the words, at most twenty."""
        return list((await self.get_page(Place, f"{ROOT}/places", {"q": words, "right": right})).items)

    async def list_delegations(self, after: str | None, limit: int) -> Page[Delegation]:
        """What the visitor lent and borrowed, the newest first."""
        return await self.get_page(Delegation, f"{ROOT}/delegations", {"after": after, "limit": limit})

    async def lend(self, wanted: DelegationCreate) -> None:
        """Lend a role; Invalid, Conflict."""
        await self.send("POST", f"{ROOT}/delegations", wanted)

    async def end_delegation(self, delegation: str) -> None:
        """End a delegation; NotFound."""
        await self.ask(Call("POST", f"{ROOT}/delegations/{delegation}/end"))

    async def read_activation(self, code: str) -> Activation:
        """What a code opens; NotFound says why it opens nothing."""
        return await self.get(Activation, f"{ROOT}/activations", {"code": code})

    async def activate(self, wanted: ActivationCreate) -> None:
        """Choose a password; Invalid, Conflict, NotFound."""
        await self.send("POST", f"{ROOT}/activations", wanted)

    async def _put(self, path: str, version: int, wanted: BaseModel) -> None:
        await self.send("PUT", f"{ROOT}/{path}", wanted, {"if-match": etag(version)})
