"""Frameworks: read from the definitions they were published with, written node by node."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contracts.indicators.definitions import Framework, FrameworkNode, FrameworkSummary, Issuer
from kit.errors import NotFound
from services.indicators.queries.source import Source
from services.indicators.rules import framework as rules
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.rule_file import rule_as_data

_COLUMNS = "id, code, definition, definition_hash"
_LIST = f"""
    select {_COLUMNS} from frameworks
    where %(after)s::text is null or code collate "C" > %(after)s::text
    order by code collate "C" limit %(limit)s
"""  # noqa: S608 - only our own column names
_BY_CODE = f"select {_COLUMNS} from frameworks where code = %(code)s"  # noqa: S608
_BY_ID = f"select {_COLUMNS} from frameworks where id = any(%(ids)s::int[])"  # noqa: S608
_PUBLISH = """
    insert into frameworks (code, level, valid_from, valid_to, definition, definition_hash)
    values (%(code)s, %(level)s, %(valid_from)s, %(valid_to)s, %(definition)s, %(definition_hash)s)
    on conflict (code) do update set
        level = excluded.level, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        definition = excluded.definition, definition_hash = excluded.definition_hash, published_at = now()
    returning id
"""
_PUT_NODES = """
    insert into framework_nodes (framework_id, code, is_leaf, max_points)
    select %(framework)s, node.code, node.is_leaf, node.max_points
    from unnest(%(codes)s::text[], %(leaves)s::bool[], %(maxima)s::numeric[]) as node (code, is_leaf, max_points)
    on conflict (framework_id, code) do update set is_leaf = excluded.is_leaf, max_points = excluded.max_points
"""
_DROP_NODES = "delete from framework_nodes where framework_id = %(framework)s and code <> all(%(codes)s::text[])"
_IS_USED = "select 1 from assessments where framework_id = %(framework)s limit 1"


@dataclass(frozen=True, slots=True)
class StoredFramework:
    """A framework as published: its key, what it says, and the hash of its text."""

    id: int
    definition_hash: str
    framework: rules.Framework


async def list_frameworks(source: Source, *, after: str | None, limit: int) -> list[FrameworkSummary]:
    """Frameworks by code, from after the code `after`; at most limit + 1."""
    rows = await source.rows(_LIST, {"after": after, "limit": limit + 1})
    return [FrameworkSummary.model_validate(_summary(_read(row.definition))) for row in rows]


async def get_framework(source: Source, code: str) -> Framework:
    """One framework with its tree; NotFound for an unknown code."""
    return described((await get_stored(source, code)).framework)


async def get_stored(source: Source, code: str) -> StoredFramework:
    """A framework by its code; NotFound for an unknown one."""
    stored = await find_framework(source, code)
    if stored is None:
        raise NotFound(f"Không có bộ chỉ số “{code}”.")
    return stored


async def find_framework(source: Source, code: str) -> StoredFramework | None:
    """A framework by its code."""
    rows = await source.rows(_BY_CODE, {"code": code})
    return _stored(rows[0]) if rows else None


async def frameworks_by_id(source: Source, ids: set[int]) -> dict[int, StoredFramework]:
    """The frameworks of these keys."""
    return {row.id: _stored(row) for row in await source.rows(_BY_ID, {"ids": sorted(ids)})}


async def is_used(source: Source, framework_id: int) -> bool:
    """Whether a sheet of the framework was ever opened."""
    return bool(await source.rows(_IS_USED, {"framework": framework_id}))


async def put_framework(
    source: Source, framework: rules.Framework, definition: str, definition_hash: str
) -> StoredFramework:
    """Write a framework and its nodes, replacing what stood under its code."""
    rows = await source.rows(
        _PUBLISH,
        {
            "code": framework.code,
            "level": framework.level.value,
            "valid_from": framework.valid_from,
            "valid_to": framework.valid_to,
            "definition": definition,
            "definition_hash": definition_hash,
        },
    )
    nodes = list(framework.walk())
    codes = [node.code for node in nodes]
    await source.rows(_DROP_NODES, {"framework": rows[0].id, "codes": codes})
    await source.rows(
        _PUT_NODES,
        {
            "framework": rows[0].id,
            "codes": codes,
            "leaves": [node.is_leaf for node in nodes],
            "maxima": [node.maximum for node in nodes],
        },
    )
    return StoredFramework(rows[0].id, definition_hash, framework)


def described(framework: rules.Framework) -> Framework:
    """A framework as the public interface shows it."""
    nodes = [
        FrameworkNode(
            code=node.code,
            parent_code=framework.parents[node.code],
            name=node.name,
            is_leaf=node.is_leaf,
            scored=node.scored,
            max_points=node.maximum,
            weight=node.weight,
            rule=dict(rule_as_data(node.rule)) if node.rule else {},
            note=node.note,
        )
        for node in framework.walk()
    ]
    return Framework(**_summary(framework), formula=framework.formula.text, nodes=nodes)


def _summary(framework: rules.Framework) -> dict[str, Any]:
    issuer = framework.issuer
    return {
        "code": framework.code,
        "name": framework.name,
        "name_en": framework.name_en,
        "issuer": Issuer(number=issuer.number, issued_on=issuer.issued_on, by=issuer.by, source=issuer.source),
        "level": framework.level,
        "unit_class": framework.unit_class,
        "valid_from": framework.valid_from,
        "valid_to": framework.valid_to,
        "scale_unit": framework.scale.unit.value,
        "max_points": framework.scale.total,
        "decimals": framework.scale.decimals,
        "leaves": len(framework.leaves),
        "by_inputs": framework.by_inputs,
    }


def _stored(row: Any) -> StoredFramework:
    return StoredFramework(row.id, row.definition_hash, _read(row.definition))


@lru_cache(maxsize=64)
def _read(definition: str) -> rules.Framework:
    """Parsed once per text: a definition is immutable, whoever changes one writes another text."""
    return load_framework(definition)
