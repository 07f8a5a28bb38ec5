"""Evidence (minh chứng): a unit's store, and what it stands behind."""

from dataclasses import dataclass

import httpx

from contracts.indicators.evidence import AttachedEvidence, Attaching, Attachments, Evidence, InstrumentEvidence
from frontend.client.door import Door
from frontend.client.transport import Call
from kit.shapes import Page

ROOT = "/api/indicators/v1"


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What narrows a unit's store; `q` needs no marks."""

    area: str
    q: str = ""
    limit: int = 50
    after: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it."""

    name: str
    media_type: str
    content: bytes


class EvidenceCalls(Door):
    """Calls to evidence. `subject` is the address of what it stands behind: of one value, or of one criterion."""

    async def list_evidence(self, wanted: EvidenceFilter) -> Page[Evidence]:
        """A page of a unit's store, newest first."""
        return await self.get_page(Evidence, f"{ROOT}/evidence", wanted)

    async def add_instrument(self, wanted: InstrumentEvidence) -> Evidence:
        """Names an official document, or gives the same one that was named before; Invalid."""
        return Evidence.model_validate_json((await self.send("POST", f"{ROOT}/evidence", wanted)).body)

    async def add_file(self, area: str, abstract: str, sent: Upload) -> Evidence:
        """Keeps a file, or gives the same one that was kept before; Invalid, TooLarge."""
        fields = {"area": area} | ({"abstract": abstract} if abstract else {})
        form = httpx.Request(
            "POST", "http://gateway/", data=fields, files={"file": (sent.name, sent.content, sent.media_type)}
        )
        headers = {"content-type": form.headers["content-type"]}
        answer = await self.ask(Call("POST", f"{ROOT}/evidence/files", "", headers, form.read()))
        return Evidence.model_validate_json(answer.body)

    async def list_value_evidence(self, area: str, period: str) -> list[AttachedEvidence]:
        """Evidence of every value of a unit in a period."""
        return (await self.get(Attachments, f"{ROOT}/values/{area}/{period}/evidence")).items

    async def list_score_evidence(self, assessment: str) -> list[AttachedEvidence]:
        """Evidence of every criterion of a sheet."""
        return (await self.get(Attachments, f"{ROOT}/assessments/{assessment}/evidence")).items

    async def attach_evidence(self, subject: str, evidence: str, wanted: Attaching) -> None:
        """Puts evidence behind something; once more changes the note."""
        await self.send("PUT", f"{ROOT}/{subject}/{evidence}", wanted)

    async def detach_evidence(self, subject: str, evidence: str) -> None:
        """Takes evidence away from behind something; Conflict when that is published."""
        await self.ask(Call("DELETE", f"{ROOT}/{subject}/{evidence}"))
