"""Versions of frameworks as written: the one that stands with its nodes, those before it, and what is opened by it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.indicators.frameworks import FrameworkRevision
from contracts.periods import Period
from kit.errors import NotFound
from services.indicators.queries.source import Source
from services.indicators.rules import framework as rules

# Whoever publishes settles how frameworks follow one another: one at a time.
_CLAIM = "select pg_advisory_xact_lock(hashtext('frameworks'))"
_PUBLISH = """
    insert into frameworks (code, level, valid_from, valid_to, definition, definition_hash, area, succeeds, revised_by)
    values (%(code)s, %(level)s, %(valid_from)s, %(valid_to)s, %(definition)s, %(definition_hash)s, %(area)s,
            %(succeeds)s, %(revised_by)s)
    on conflict (code) do update set
        level = excluded.level, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        definition = excluded.definition, definition_hash = excluded.definition_hash, published_at = now(),
        area = excluded.area, succeeds = excluded.succeeds, revised_by = excluded.revised_by,
        version = frameworks.version + 1
    returning id, version
"""
_REMEMBER = """
    insert into framework_revisions (framework_id, version, definition, definition_hash, by_id, by_name, reason)
    values (%(framework)s, %(version)s, %(definition)s, %(definition_hash)s, %(by_id)s, %(by_name)s, %(reason)s)
"""
_PUT_NODES = """
    insert into framework_nodes (framework_id, code, is_leaf, max_points)
    select %(framework)s, node.code, node.is_leaf, node.max_points
    from unnest(%(codes)s::text[], %(leaves)s::bool[], %(maxima)s::numeric[]) as node (code, is_leaf, max_points)
    on conflict (framework_id, code) do update set is_leaf = excluded.is_leaf, max_points = excluded.max_points
"""
_DROP_NODES = "delete from framework_nodes where framework_id = %(framework)s and code <> all(%(codes)s::text[])"
_CLOSE = """
    update frameworks set valid_to = %(last)s where code = %(code)s and valid_to is distinct from %(last)s returning id
"""
_USE = "select sheets, last_period from framework_use(%(framework)s)"
_REVISIONS = """
    select r.version, r.at, r.by_name, r.reason, r.definition_hash
    from framework_revisions r join frameworks f on f.id = r.framework_id
    where f.code = %(code)s and (%(before)s::int is null or r.version < %(before)s::int)
    order by r.version desc limit %(limit)s
"""
_DEFINITION = """
    select r.definition, r.version
    from framework_revisions r join frameworks f on f.id = r.framework_id
    where f.code = %(code)s and r.version = coalesce(%(version)s::int, f.version)
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One text to be published: by whom (their id only where a person revises what came with the product), and why."""

    definition: str
    definition_hash: str
    by_id: str
    by_name: str
    reason: str | None = None
    revised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How many sheets were opened by a framework, and the newest period they are of."""

    sheets: int
    last_period: Period | None


async def claim_frameworks(source: Source) -> None:
    """Wait until nobody publishes a framework, and let nobody until this transaction ends."""
    await source.rows(_CLAIM)


async def put_version(source: Source, framework: rules.Framework, version: Version) -> tuple[int, int]:
    """Write a framework with its nodes in its next version, and keep that; its key and the version."""
    given = {
        "code": framework.code,
        "level": framework.level.value,
        "valid_from": framework.valid_from,
        "valid_to": framework.valid_to,
        "definition": version.definition,
        "definition_hash": version.definition_hash,
        "area": framework.area,
        "succeeds": framework.succeeds,
        "revised_by": version.revised_by,
    }
    [row] = await source.rows(_PUBLISH, given)
    kept = {"by_id": version.by_id, "by_name": version.by_name, "reason": version.reason}
    await source.rows(_REMEMBER, given | kept | {"framework": row.id, "version": row.version})
    nodes = list(framework.walk())
    codes = [node.code for node in nodes]
    await source.rows(_DROP_NODES, {"framework": row.id, "codes": codes})
    leaves, maxima = [node.is_leaf for node in nodes], [node.maximum for node in nodes]
    await source.rows(_PUT_NODES, {"framework": row.id, "codes": codes, "leaves": leaves, "maxima": maxima})
    return row.id, row.version


async def close(source: Source, code: str, last: date | None) -> bool:
    """Let a framework be in force until a day; whether that changed anything."""
    return bool(await source.rows(_CLOSE, {"code": code, "last": last}))


async def use_of(source: Source, framework_id: int) -> Use:
    """What is opened by a framework, whoever asks."""
    [row] = await source.rows(_USE, {"framework": framework_id})
    return Use(row.sheets, None if row.last_period is None else Period.from_key(row.last_period))


async def list_revisions(
    source: Source, code: str, *, before: int | None, limit: int, by_name: bool
) -> list[FrameworkRevision]:
    """The versions of a framework, newest first; at most limit + 1."""
    rows = await source.rows(_REVISIONS, {"code": code, "before": before, "limit": limit + 1})
    return [_revision(row, by_name) for row in rows]


async def get_definition(source: Source, code: str, version: int | None) -> tuple[str, int]:
    """The text of a version as it was written, the one that stands unless told; NotFound."""
    rows = await source.rows(_DEFINITION, {"code": code, "version": version})
    if not rows:
        raise NotFound(f"Không có bộ tiêu chí “{code}”" + (f" phiên bản {version}." if version else "."))
    return rows[0].definition, rows[0].version


def _revision(row: Any, by_name: bool) -> FrameworkRevision:
    return FrameworkRevision(
        version=row.version,
        at=row.at,
        by=row.by_name if by_name else None,
        reason=row.reason,
        hash=row.definition_hash,
    )
