"""Every address of the product, with something to find in each of its places: what is added is walked as well."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from commands.documents import FOLDER
from contracts.access import PAGES
from kit.openapi import routes_of
from tests.harness.live import LiveSystem

UNSAFE = ("post", "put", "patch", "delete")
KNOWN = {
    "area": "X28159-2025",
    "area_id": "X28159-2025",
    "indicator": "CQS-01",
    "period": "2026-09",
    "kind": "values",
    "dv": "T15-2025",
    "ky": "2026-09",
    "unit": "T15-2025",
}
BY_PARENT = {"indicators": "CQS-01", "chi-tieu": "CQS-01", "frameworks": "CDS-XA-2025", "organisations": "H38"}
QUERIES = {
    "/api/indicators/v1/rankings": "framework=DTI-2022&period=2022",
    "/api/indicators/v1/rankings/ways": "framework=QD766&period=2026&area=T15-2025",
    "/api/indicators/v1/templates/{kind}": "area=X28159-2025&period=2026-09",
    "/nhap": "dv=X28159-2025&bo=CDS-XA-2025&ky=2025",
    "/nhap/mau": "dv=X28159-2025&bo=CDS-XA-2025&ky=2025",
    "/cham-diem": "dv=X28159-2025&bo=CDS-XA-2025&ky=2025&nhom=1",
    "/cham-diem/can-cu": "dv=X28159-2025&bo=CDS-XA-2025&ky=2025&ma=1.4",
    "/dang-nhap/sso": "state=x&code=y",
}
NOBODY = "0197b2a4-7c1e-7000-8000-000000000000"
"""Stands where nothing was found: an id of the right form that names nothing."""


@dataclass(frozen=True, slots=True)
class Address:
    """A method on a path of the documents or of the matrix, and the path with its places filled in."""

    method: str
    path: str
    filled: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Addresses:
    """All addresses of one running product; what stands in their places is looked up in its own lists."""

    def __init__(self, system: LiveSystem) -> None:
        self._system = system
        self._guides = [system.client(role) for role in ("admin", "leader")]
        self._found: dict[str, str] = {}
        document = json.loads((FOLDER / "merged.json").read_text(encoding="utf-8"))  # a test holds it to the apps
        self.documented = [
            Address(method.upper(), path, self._filled(path))
            for path, operations in document["paths"].items()
            for method in operations
        ]
        self.pages = sorted(self._pages(), key=str)

    def gets(self) -> list[Address]:
        """Everything that is read."""
        return [address for address in (*self.documented, *self.pages) if address.method == "GET"]

    def unsafe(self) -> list[Address]:
        """Everything that changes."""
        return [address for address in (*self.documented, *self.pages) if address.method.lower() in UNSAFE]

    def _pages(self) -> Iterator[Address]:
        for route in routes_of(self._system.apps["frontend"]):
            path = getattr(route, "path", "")
            if path in PAGES:
                yield from (Address(method, path, self._filled(path)) for method in getattr(route, "methods", ()))

    def _filled(self, path: str) -> str:
        def put(match: re.Match[str]) -> str:
            before = path[: match.start()].rstrip("/")
            parent = before.rpartition("/")[2]
            return KNOWN.get(match[1]) or BY_PARENT.get(parent) or self._looked_up(before, match[1])

        filled = re.sub(r"\{(\w+)(?::\w+)?\}", put, path)
        query = QUERIES.get(path)
        return f"{filled}?{query}" if query else filled

    def _looked_up(self, listed: str, name: str) -> str:
        """The first thing a list at `listed` names, for whoever may read it."""
        if "{" not in listed and listed not in self._found:
            asked = f"{listed}?framework=CDS-XA-2025" if listed.endswith("/assessments") else listed
            answers = (guide.get(asked) for guide in self._guides)
            self._found[listed] = next(filter(None, (_first(answer, name) for answer in answers)), NOBODY)
        return self._found.get(listed, NOBODY)


def _first(answer: httpx.Response, name: str) -> str:
    if answer.status_code != 200 or not answer.headers["content-type"].startswith("application/json"):
        return ""
    told: Any = answer.json()
    items = told.get("items", ()) if isinstance(told, dict) else told
    for key in (name, f"{name}_id", "id", "code"):
        if items and isinstance(items[0], dict) and key in items[0]:
            return str(items[0][key])
    return ""
