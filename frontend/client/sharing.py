"""API clients (hệ thống kết nối), as administrators see and change them on pages."""

from dataclasses import dataclass

from contracts.clients import ApiClient, ApiClientCreate, ApiClientUpdate, ClientCredentials, SecretRequest
from frontend.client.accounts import ROOT
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.preconditions import etag
from kit.shapes import Page


@dataclass(frozen=True, slots=True)
class SystemFilter:
    """Which systems: those in use or those that were revoked, one page of them."""

    revoked: bool = False
    limit: int | None = None
    after: str | None = None


class SharingCalls(Door):
    """Calls to the systems that data are shared with."""

    async def list_systems(self, wanted: SystemFilter) -> Page[ApiClient]:
        """One page of systems within the visitor's reach, by name."""
        return await self.get_page(ApiClient, f"{ROOT}/clients", wanted)

    async def get_system(self, client_id: str) -> ApiClient:
        """One system; NotFound, also for what cannot be the id of one."""
        return await self.get_one(ApiClient, f"{ROOT}/clients/{client_id}", "Không có hệ thống này.")

    async def register_system(self, wanted: ApiClientCreate) -> ClientCredentials:
        """Registers a system; its secret is in this answer only."""
        answer = await self.send("POST", f"{ROOT}/clients", wanted)
        return ClientCredentials.model_validate_json(answer.body)

    async def change_system(self, client_id: str, version: int, wanted: ApiClientUpdate) -> None:
        """Changes what a system is and may; Stale when somebody did so since that version."""
        await self.send("PUT", f"{ROOT}/clients/{client_id}", wanted, {"if-match": etag(version)})

    async def add_secret(self, client_id: str, wanted: SecretRequest) -> ClientCredentials:
        """A new secret, in this answer only; Conflict while two hold already."""
        answer = await self.send("POST", f"{ROOT}/clients/{client_id}/secrets", wanted)
        return ClientCredentials.model_validate_json(answer.body)

    async def end_secret(self, client_id: str, secret: str) -> None:
        """Lets a secret hold no longer."""
        await self.ask(Call("DELETE", f"{ROOT}/clients/{client_id}/secrets/{secret}"))

    async def revoke_system(self, client_id: str) -> None:
        """Lets a system in no more."""
        await self.ask(Call("DELETE", f"{ROOT}/clients/{client_id}"))
