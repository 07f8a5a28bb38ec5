"""The audit (lịch sử thay đổi), as pages read it."""

from dataclasses import asdict, dataclass

from contracts.audit import AuditEvent, SealState
from frontend.client.door import Door
from kit.shapes import Page

ROOT = "/api/gateway/v1"
ONLY_WITHIN_REACH = ("actor", "place")
"""What narrows the history of others; one's own is of one person."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What narrows the history; days as the interface has them."""

    actor: str = ""
    action: str = ""
    outcome: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    changes_only: bool = False
    after: str = ""
    limit: int = 50

    def query(self) -> dict[str, str | int | bool]:
        """The parameters of the interface."""
        renamed = {"since": "from", "until": "to"}
        return {renamed.get(name, name): value for name, value in asdict(self).items()}


class AuditCalls(Door):
    """Calls to the history."""

    async def list_audit_events(self, wanted: AuditFilter) -> Page[AuditEvent]:
        """Events within the visitor's reach, newest first; Invalid names a filter that is no good."""
        return await self.get_page(AuditEvent, f"{ROOT}/audit-events", wanted.query())

    async def list_own_audit_events(self, wanted: AuditFilter) -> Page[AuditEvent]:
        """The visitor's own events, newest first."""
        query = {name: value for name, value in wanted.query().items() if name not in ONLY_WITHIN_REACH}
        return await self.get_page(AuditEvent, f"{ROOT}/own-audit-events", query)

    async def get_audit_event(self, event: int, *, own: bool) -> AuditEvent:
        """One event within reach, or of the visitor's own; NotFound."""
        return await self.get(AuditEvent, f"{ROOT}/{'own-' if own else ''}audit-events/{event}")

    async def get_seal_state(self) -> SealState:
        """How far the history is sealed."""
        return await self.get(SealState, f"{ROOT}/audit-seal")
