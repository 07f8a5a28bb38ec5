"""Frameworks: read from the definitions they were published with."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.definitions import (
    Framework,
    FrameworkClass,
    FrameworkNode,
    FrameworkRecognition,
    FrameworkSummary,
    Issuer,
)
from kit.errors import NotFound
from services.indicators.queries.source import Source
from services.indicators.rules import framework as rules
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.frameworks.levels import rule_told
from services.indicators.rules.frameworks.words import rule_words
from services.indicators.rules.rule_file import rule_as_data

_COLUMNS = "f.id, f.code, f.definition, f.definition_hash, f.valid_to, f.version, f.revised_by"
_LIST = f"""
    select {_COLUMNS}, (select min(n.code) from frameworks n where n.succeeds = f.code) as succeeded_by
    from frameworks f
    where (%(after)s::text is null or f.code collate "C" > %(after)s::text)
      and (%(level)s::text is null or f.level = %(level)s::text)
      and (%(day)s::date is null
           or %(day)s::date between f.valid_from and coalesce(f.valid_to, 'infinity'))
      and (%(area)s::text is null or f.area in (select unnest(reach) from areas where id = %(area)s::text))
    order by f.code collate "C" limit %(limit)s
"""  # noqa: S608 - only our own column names
_BY_CODE = f"""
    select {_COLUMNS}, (select min(n.code) from frameworks n where n.succeeds = f.code) as succeeded_by
    from frameworks f where f.code = %(code)s
"""  # noqa: S608 - only our own column names
_ALL = f"select {_COLUMNS}, null as succeeded_by from frameworks f order by f.code"  # noqa: S608
_BY_ID = f"select {_COLUMNS}, null as succeeded_by from frameworks f where id = any(%(ids)s::int[])"  # noqa: S608


@dataclass(frozen=True, slots=True)
class StoredFramework:
    """A framework as published: its key, what it says, its text with the hash, and who revised it since it came."""

    id: int
    definition_hash: str
    framework: rules.Framework
    version: int = 1
    succeeded_by: str | None = None
    definition: str = ""
    revised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which frameworks a list shows: in force on a day, of a level, applying to an area; None leaves it open."""

    valid_on: date | None = None
    level: AreaLevel | None = None
    area: str | None = None


async def list_frameworks(source: Source, wanted: Wanted, *, after: str | None, limit: int) -> list[FrameworkSummary]:
    """Frameworks by code, from after the code `after`; at most limit + 1."""
    given = {"day": wanted.valid_on, "level": wanted.level and wanted.level.value, "area": wanted.area}
    rows = await source.rows(_LIST, {**given, "after": after, "limit": limit + 1})
    return [summary_of(_stored(row)) for row in rows]


async def all_frameworks(source: Source) -> list[rules.Framework]:
    """Every framework that is published, as it is in force."""
    return [_stored(row).framework for row in await source.rows(_ALL)]


async def scored_frameworks(source: Source) -> dict[int, StoredFramework]:
    """The frameworks that are scored in points, by their keys."""
    found = {row.id: _stored(row) for row in await source.rows(_ALL)}
    return {id_: stored for id_, stored in found.items() if stored.framework.scale.unit is rules.ScaleUnit.POINTS}


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


def described(stored: StoredFramework) -> Framework:
    """A framework as the public interface shows it."""
    framework = stored.framework
    recognition = framework.recognition
    return Framework(
        **_summary(stored),
        formula=framework.formula.text,
        nodes=[_node(framework, node) for node in framework.walk()],
        carries=dict(framework.carries),
        classes=[
            FrameworkClass(
                key=one.key,
                name=one.name,
                max_points=framework.by_class[one.key].scale.total,
                areas=None if one.areas is None else sorted(one.areas),
            )
            for one in framework.classes
        ],
        recognition=recognition
        and FrameworkRecognition(kind=recognition.kind.value, rule=rule_told(recognition), source=recognition.source),
    )


def summary_of(stored: StoredFramework) -> FrameworkSummary:
    """A framework without its tree."""
    return FrameworkSummary(**_summary(stored))


def _node(framework: rules.Framework, node: rules.Node) -> FrameworkNode:
    return FrameworkNode(
        code=node.code,
        parent_code=framework.parents[node.code],
        name=node.name,
        is_leaf=node.is_leaf,
        scored=node.scored,
        max_points=node.maximum,
        weight=node.weight,
        rule=dict(rule_as_data(node.rule)) if node.rule else {},
        rule_text=rule_words(node.rule) if node.rule else None,
        applies_to=sorted(node.applies_to or ()),
        requirement={level: requirement.value for level, requirement in node.requirements.items()},
        evidence_required=node.evidence_required,
        note=node.note,
    )


def _summary(stored: StoredFramework) -> dict[str, Any]:
    framework = stored.framework
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
        "area": framework.area,
        "line": framework.line,
        "succeeds": framework.succeeds,
        "succeeded_by": stored.succeeded_by,
        "recognises": framework.recognition is not None,
        "version": stored.version,
    }


def _stored(row: Any) -> StoredFramework:
    return StoredFramework(
        id=row.id,
        definition_hash=row.definition_hash,
        framework=_read(row.definition, row.valid_to),
        version=row.version,
        succeeded_by=row.succeeded_by,
        definition=row.definition,
        revised_by=row.revised_by,
    )


@lru_cache(maxsize=64)
def _read(definition: str, valid_to: date | None) -> rules.Framework:
    """Parsed once per text and last day: a definition is immutable, whoever changes one writes another text."""
    framework = load_framework(definition)
    return framework if framework.valid_to == valid_to else replace(framework, valid_to=valid_to)
