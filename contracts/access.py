"""Rights, the roles that bundle them, and what each address takes: `access.toml` as code (docs/access.md)."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

MATRIX = Path(__file__).with_name("access.toml")
_TOLD: dict[str, Any] = tomllib.loads(MATRIX.read_text(encoding="utf-8"))

OPEN, PERSON = "open", "person"
"""What an address takes of its visitor: nothing, or to have signed in as a person."""


class Right(StrEnum):
    """What may be done (quyền); API clients ask for the same words as scopes."""

    INDICATORS_READ = "indicators:read"
    VALUES_WRITE = "values:write"
    SOURCES_RESOLVE = "sources:resolve"
    TARGETS_WRITE = "targets:write"
    SUBMISSIONS_REVIEW = "submissions:review"
    SUBMISSIONS_PUBLISH = "submissions:publish"
    FORMS_WRITE = "forms:write"
    ASSESSMENTS_SELF = "assessments:self"
    ASSESSMENTS_APPRAISE = "assessments:appraise"
    ASSESSMENTS_FINALISE = "assessments:finalise"
    ASSESSMENTS_ARRANGE = "assessments:arrange"
    FRAMEWORKS_WRITE = "frameworks:write"
    ACCOUNTS_MANAGE = "accounts:manage"
    CLIENTS_MANAGE = "clients:manage"
    AUDIT_READ = "audit:read"
    FEEDS_READ = "feeds:read"


class Role(StrEnum):
    """Roles (vai trò) are given on an area or organisation and reach its subtree and its predecessors (DESIGN §7)."""

    VIEWER = "viewer"
    TEAM_LEADER = "team_leader"
    COMMUNE_OFFICER = "commune_officer"
    DEPARTMENT_OFFICER = "department_officer"
    APPRAISER = "appraiser"
    LEADER = "leader"
    PUBLISHER = "publisher"
    ADMIN = "admin"


class Where(StrEnum):
    """What a right must reach for an address to answer; the words are explained in `access.toml`."""

    ANYWHERE = "anywhere"
    WITHIN = "within"
    LISTED = "listed"
    PUBLIC = "public"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one address of the interface takes: `needs` is OPEN, PERSON or a right."""

    needs: str
    where: Where = Where.ANYWHERE


RIGHT_NAMES: dict[Right, str] = {right: _TOLD["rights"][right]["name"] for right in Right}
SCOPES: frozenset[Right] = frozenset(right for right in Right if _TOLD["rights"][right].get("scope", False))
"""What an API client may be given; scoring, administration and feeds stay with people and with our own services."""
GUARDED: frozenset[Right] = frozenset(right for right in Right if _TOLD["rights"][right].get("guarded", False))
"""Rights to change published data, or who may: whoever holds one proves themselves with a second factor."""
RIGHTS: dict[Role, frozenset[Right]] = {role: frozenset(map(Right, _TOLD["roles"][role]["rights"])) for role in Role}
ROLE_NAMES: dict[Role, str] = {role: _TOLD["roles"][role]["name"] for role in Role}
ROLES_TOLD = ", ".join(f"{role}: {name}" for role, name in ROLE_NAMES.items())
"""The roles with their names, for who reads a list of choices."""
DOORS: dict[str, Demand] = {
    address: Demand(told["needs"], Where(told.get("where", Where.ANYWHERE))) for address, told in _TOLD["doors"].items()
}
"""Every address of the interface, as "GET /api/…", and what it takes."""
PAGES: dict[str, str | frozenset[str]] = {
    path: told if isinstance(told, str) else frozenset(map(Right, told)) for path, told in _TOLD["pages"].items()
}
"""Every page, and what it takes: OPEN, PERSON, or the rights of which one is enough."""


def admits(path: str, rights: Collection[str], *, signed_in: bool) -> bool:
    """Whether the page of this path is for a visitor who holds these rights somewhere; an unknown one is for nobody."""
    told = PAGES.get(path)
    if told is None or isinstance(told, frozenset):
        return told is not None and not told.isdisjoint(rights)
    return told == OPEN or signed_in
