"""Writing targets: many at once with their first version, a new version of one, its withdrawal."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.indicators.targets import TargetTerms
from contracts.periods import Period
from services.indicators.queries.source import Source

_PLAIN = ("measure", "value", "value_to", "unit", "owner", "owner_code", "note")
_WRITTEN = (
    "indicator_no", "horizon", "comparator", "trajectory", "words", "baseline_value", "baseline_period",
    "milestone_periods", "milestone_values", "instrument_number", "instrument_issued_on", "instrument_issuer",
    "instrument_place", *_PLAIN,
)  # fmt: skip
_TYPES = {
    "indicator_no": "int", "horizon": "int", "value": "numeric", "value_to": "numeric", "baseline_value": "numeric",
    "baseline_period": "int", "milestone_periods": "int[]", "milestone_values": "numeric[]",
    "instrument_issued_on": "date",
}  # fmt: skip
_COLUMNS = ", ".join(_WRITTEN)
_TYPED = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in _WRITTEN)
# Ids are made first, in the order given, so that a version can be kept beside each target that was new.
_INSERT = f"""
    with told as materialized (
        select uuidv7() as id, one.* from rows from (
            jsonb_to_recordset(%(targets)s::jsonb) as (area_no int, parent_id uuid, terms jsonb, {_TYPED})
        ) with ordinality as one (area_no, parent_id, terms, {_COLUMNS}, place)
        order by place
    ), made as (
        insert into targets (id, area_no, parent_id, {_COLUMNS}, source, updated_by)
        select id, area_no, parent_id, {_COLUMNS}, %(source)s, %(by_name)s from told order by place
        on conflict do nothing
        returning id
    ), kept as (
        insert into target_revisions (target_id, version, area_no, by_id, by_name, reason, terms)
        select id, 1, area_no, %(by_id)s, %(by_name)s, %(reason)s, terms from told where id in (select id from made)
    )
    select told.id, areas.id as area from told join areas on areas.no = told.area_no
    where told.id in (select id from made) order by place
"""  # noqa: S608 - our own column names
_UPDATE = f"""
    with changed as (
        update targets set ({_COLUMNS}) = (
            select {_COLUMNS} from jsonb_to_record(%(target)s::jsonb) as one ({_TYPED})
        ), version = version + 1, updated_at = now(), updated_by = %(by_name)s
        where id = %(id)s returning id, version, area_no
    )
    insert into target_revisions (target_id, version, area_no, by_id, by_name, reason, terms)
    select id, version, area_no, %(by_id)s, %(by_name)s, %(reason)s, %(terms)s::jsonb from changed
"""  # noqa: S608 - our own column names
_WITHDRAW = """
    with changed as (
        update targets set withdrawn_at = now(), withdrawn_reason = %(reason)s, version = version + 1,
                           updated_at = now(), updated_by = %(by_name)s
        where id = %(id)s returning id, version, area_no
    )
    insert into target_revisions (target_id, version, area_no, by_id, by_name, reason, terms)
    select changed.id, changed.version, changed.area_no, %(by_id)s, %(by_name)s, %(reason)s,
           last.terms || '{"withdrawn": true}'
    from changed join target_revisions last on last.target_id = changed.id and last.version = changed.version - 1
"""
_TWIN = """
    select from targets
    where id <> %(id)s and withdrawn_at is null
      and (area_no, measure, horizon) = (%(area_no)s, %(measure)s, %(horizon)s)
      and (indicator_no, instrument_number, instrument_place)
          is not distinct from (%(indicator_no)s::int, %(instrument_number)s::text, %(instrument_place)s::text)
"""
_LAST_TERMS = "select terms from target_revisions where target_id = %(id)s order by version desc limit 1"


def kept_terms(terms: TargetTerms) -> dict[str, Any]:
    """Terms as a version keeps them."""
    wanted = set(TargetTerms.model_fields)
    return terms.model_dump(mode="json", include=wanted)


def columns_of(terms: TargetTerms, indicator_no: int | None) -> dict[str, Any]:
    """Terms as the columns of a target."""
    said = kept_terms(terms)
    instrument = terms.instrument
    return {
        **{name: said[name] for name in _PLAIN},
        "indicator_no": indicator_no,
        "horizon": Period.parse(terms.horizon).key,
        "comparator": terms.comparator.value,
        "trajectory": terms.trajectory.value,
        "words": terms.text,
        "baseline_value": said["baseline"]["value"] if terms.baseline else None,
        "baseline_period": Period.parse(terms.baseline.period).key if terms.baseline else None,
        "milestone_periods": [Period.parse(one.period).key for one in terms.milestones],
        "milestone_values": [one["value"] for one in said["milestones"]],
        "instrument_number": instrument.number if instrument else None,
        "instrument_issued_on": said["instrument"]["issued_on"] if instrument else None,
        "instrument_issuer": instrument.issuer if instrument else None,
        "instrument_place": instrument.place if instrument else None,
    }


async def insert_targets(
    source: Source,
    targets: Sequence[Mapping[str, Any]],
    *,
    taken_from: str,
    by_id: str,
    by_name: str,
    reason: str | None = None,
) -> list[Any]:
    """Ids and areas of the targets that were new; one of the same kind in force stays as it is."""
    given = {"source": taken_from, "by_id": by_id, "by_name": by_name, "reason": reason}
    return await source.rows(_INSERT, {"targets": json.dumps(targets), **given})


async def update_target(
    source: Source, target: UUID, columns: Mapping[str, Any], terms: Mapping[str, Any], **given: str
) -> None:
    """Write a new version; `given` are by_id, by_name and reason."""
    parameters = {"id": target, "target": json.dumps(columns), "terms": json.dumps(terms), **given}
    await source.rows(_UPDATE, parameters)


async def withdraw_target(source: Source, target: UUID, **given: str) -> None:
    """Withdraw a target and keep it; `given` are by_id, by_name and reason."""
    await source.rows(_WITHDRAW, {"id": target, **given})


async def has_twin(source: Source, target: UUID, area_no: int, columns: Mapping[str, Any]) -> bool:
    """Whether another target in force already says the same of the same area."""
    return bool(await source.rows(_TWIN, {"id": target, "area_no": area_no, **columns}))


async def last_terms(source: Source, target: UUID) -> dict[str, Any]:
    """The terms of the newest version."""
    [row] = await source.rows(_LAST_TERMS, {"id": target})
    return dict(row.terms)
