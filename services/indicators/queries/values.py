"""Saved values: lists by key, and the feed of what was published, in the order of publication."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.indicators.values import RevisedValue, Value
from contracts.periods import Period
from kit.errors import NotFound
from kit.light import light
from services.indicators.queries.figures import FigureMaker
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.scopes import Scope, area_scope, area_with_indicators
from services.indicators.queries.source import Source

_COLUMNS = """
    v.period, v.area_no, v.indicator_no, a.id as area, a.name as area_name, v.revision, v.value, v.numerator,
    v.denominator, v.as_of, v.qualifier, v.source, v.source_text, v.note, p.at, p.by_name
"""
_LIST = """
    with keys as (
        select * from {values} where {where} order by period, area_no, indicator_no limit %(limit)s
    )
    select {columns}
    from keys v join areas a on a.no = v.area_no join publications p on p.no = v.publication
    order by v.period, v.area_no, v.indicator_no
"""
# Publications know the keys they touched: these lead to the rows, the number itself decides.
_PUBLISHED_SINCE = "from publications where at > %(since)s"
_UPDATED = (
    f"publication = any(array(select no {_PUBLISHED_SINCE}))",
    f"period = any(array(select distinct unnest(periods) {_PUBLISHED_SINCE}))",
    f"area_no = any(array(select distinct unnest(areas) {_PUBLISHED_SINCE}))",
)
# Below the horizon no transaction is under way any more: what a reader has passed will not be added to later.
_CHANGES = f"""
    select p.txid::text as txid, p.no, {_COLUMNS}
    from publications p
    join indicator_values v on v.period = any(p.periods) and v.area_no = any(p.areas) and v.publication = p.no
    join areas a on a.no = v.area_no
    join indicators i on i.no = v.indicator_no
    where p.txid < pg_snapshot_xmin(pg_current_snapshot())
      and (%(txid)s::text is null
           or (p.txid, p.no) >= (%(txid)s::text::xid8, %(no)s)
              and (p.txid, p.no, v.period, v.area_no, v.indicator_no)
                  > (%(txid)s::text::xid8, %(no)s, %(period)s, %(area_no)s, %(indicator_no)s))
      and (i.public or a.reach && %(places)s::text[])
    order by p.txid, p.no, v.period, v.area_no, v.indicator_no
    limit %(limit)s
"""  # noqa: S608 - our own column names
_REVISION = f"""
    select {_COLUMNS}, v.reason, v.is_newest
    from (
        select period, area_no, indicator_no, revision, publication, value, numerator, denominator, as_of, qualifier,
               source, source_text, note, reason, true as is_newest
        from indicator_values
        union all
        select period, area_no, indicator_no, revision, publication, value, numerator, denominator, as_of, qualifier,
               source, source_text, note, reason, false
        from value_revisions
    ) as v
    join areas a on a.no = v.area_no join publications p on p.no = v.publication
    where v.period = %(period)s and v.area_no = %(area_no)s and v.indicator_no = any(%(indicators)s::int[])
      and v.revision = %(revision)s
"""  # noqa: S608 - our own column names
_RevisedValue = light(RevisedValue)
NOWHERE: dict[str, Any] = {"txid": None, "no": 0, "period": 0, "area_no": 0, "indicator_no": 0}


async def list_values(
    source: Source,
    scope: Scope,
    *,
    updated_since: datetime | None,
    limit: int,
    after: Sequence[int],
    held: Held = LIVE,
) -> list[Any]:
    """Rows of values in the order of their key, from after the key `after`; at most limit + 1."""
    if updated_since is not None:
        parameters = {**scope.parameters, "since": updated_since}
        scope = replace(scope, conditions=(*scope.conditions, *_UPDATED), parameters=parameters)
    parameters = {**held.parameters, **scope.parameters, "limit": limit + 1}
    where = scope.where
    if after:
        parameters |= dict(zip(("after_period", "after_area", "after_indicator"), after, strict=True))
        where += " and (period, area_no, indicator_no) > (%(after_period)s, %(after_area)s, %(after_indicator)s)"
    return await source.rows(_LIST.format(where=where, columns=_COLUMNS, values=held.values), parameters)


async def list_changes(source: Source, *, after: dict[str, Any], places: Sequence[str], limit: int) -> list[Any]:
    """Rows of values as they stand, in the order in which they were published; at most limit + 1."""
    return await source.rows(_CHANGES, {**NOWHERE, **after, "places": list(places), "limit": limit + 1})


async def get_revision(
    source: Source, indicator: str, area: str, period: Period, revision: int, *, places: Sequence[str], by_name: bool
) -> RevisedValue:
    """One revision of one value; NotFound when there is none, or none the reader may see."""
    row, indicators = await area_with_indicators(source, area, indicator)
    scope = area_scope(row, indicators, places)
    key = {"period": period.key, "area_no": row.no, "revision": revision, "indicators": list(scope.indicators)}
    found = await source.rows(_REVISION, key)
    if not found:
        asked = f"chỉ tiêu {indicator}, {row.name}, {period.label}"
        raise NotFound(f"Không có lần sửa {revision} của số liệu {asked}.")
    value = FigureMaker(scope.indicators, by_name=by_name).value(found[0])
    told = {name: getattr(value, name) for name in Value.model_fields}
    status = "published" if found[0].is_newest else "superseded"
    return _RevisedValue(**{**told, "status": status}, reason=found[0].reason)
