"""Rights, the roles that bundle them, and the scopes API clients may hold: one readable table (docs/access.md)."""

from enum import StrEnum


class Right(StrEnum):
    """What may be done; API clients ask for the same words as scopes."""

    INDICATORS_READ = "indicators:read"
    VALUES_WRITE = "values:write"
    ASSESSMENTS_SELF = "assessments:self"
    ASSESSMENTS_APPRAISE = "assessments:appraise"
    ASSESSMENTS_FINALISE = "assessments:finalise"
    FEEDS_READ = "feeds:read"


class Role(StrEnum):
    """Roles are given on an area and reach its subtree and its predecessors (DESIGN §7)."""

    VIEWER = "viewer"
    TEAM_LEADER = "team_leader"
    COMMUNE_OFFICER = "commune_officer"
    DEPARTMENT_OFFICER = "department_officer"
    APPRAISER = "appraiser"
    LEADER = "leader"
    PUBLISHER = "publisher"
    ADMIN = "admin"


READ = frozenset({Right.INDICATORS_READ})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: READ,
    Role.TEAM_LEADER: READ,
    Role.COMMUNE_OFFICER: READ | {Right.VALUES_WRITE, Right.ASSESSMENTS_SELF},
    Role.DEPARTMENT_OFFICER: READ | {Right.VALUES_WRITE, Right.ASSESSMENTS_SELF},
    Role.APPRAISER: READ | {Right.ASSESSMENTS_APPRAISE},
    Role.LEADER: READ,
    Role.PUBLISHER: READ | {Right.ASSESSMENTS_FINALISE},
    Role.ADMIN: READ,
}

ROLE_NAMES: dict[Role, str] = {
    Role.VIEWER: "Người xem",
    Role.TEAM_LEADER: "Tổ trưởng Tổ công nghệ số cộng đồng",
    Role.COMMUNE_OFFICER: "Cán bộ cấp xã",
    Role.DEPARTMENT_OFFICER: "Cán bộ sở",
    Role.APPRAISER: "Thành viên thẩm định",
    Role.LEADER: "Lãnh đạo",
    Role.PUBLISHER: "Người công bố",
    Role.ADMIN: "Quản trị",
}

SCOPES: frozenset[Right] = frozenset({Right.INDICATORS_READ, Right.VALUES_WRITE})
"""What an API client may be given; scoring and feeds stay with people and with our own services."""
