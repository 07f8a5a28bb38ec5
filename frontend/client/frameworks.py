"""Frameworks (bộ tiêu chí), as pages read, check and publish them."""

from dataclasses import dataclass

from contracts.indicators.definitions import Framework
from contracts.indicators.frameworks import FrameworkCheck, FrameworkDiff, FrameworkRevision
from frontend.client.door import Door, written
from frontend.client.indicators import ROOT
from frontend.client.transport import Call
from kit.preconditions import etag

YAML = "application/yaml; charset=utf-8"
FRAMEWORKS = f"{ROOT}/frameworks"


@dataclass(frozen=True, slots=True)
class Publication:
    """A text to be published: why, and the version it changes (None: it is new)."""

    code: str
    text: str
    reason: str
    version: int | None


class FrameworkCalls(Door):
    """Calls about frameworks."""

    async def get_diff(self, framework: str, other: str | None) -> FrameworkDiff:
        """What became of `other` (by default of what it succeeds); NotFound."""
        return await self.get_one(
            FrameworkDiff, f"{FRAMEWORKS}/{framework}/diff", "Không có bộ tiêu chí này.", {"with": other}
        )

    async def list_revisions(self, framework: str) -> list[FrameworkRevision]:
        """Every version, newest first."""
        return await self.get_all(FrameworkRevision, f"{FRAMEWORKS}/{framework}/revisions")

    async def get_definition(self, framework: str) -> str:
        """The text as it was written; NotFound."""
        call = Call("GET", f"{FRAMEWORKS}/{framework}/definition", "", {"accept": "*/*"})
        return (await self.ask(call)).body.decode()

    async def check_framework(self, text: str) -> FrameworkCheck:
        """What is wrong with a text, or what it would publish."""
        call = Call("POST", f"{FRAMEWORKS}/checks", "", {"content-type": YAML}, text.encode())
        return FrameworkCheck.model_validate_json((await self.ask(call)).body)

    async def publish_framework(self, wanted: Publication) -> Framework:
        """Publishes it; Invalid, Conflict and Stale say why not."""
        match = {} if wanted.version is None else {"if-match": etag(wanted.version)}
        query = written({"reason": wanted.reason})
        call = Call("PUT", f"{FRAMEWORKS}/{wanted.code}", query, {"content-type": YAML, **match}, wanted.text.encode())
        return Framework.model_validate_json((await self.ask(call)).body)
