"""Saving values as sets: a staging table filled by COPY, then one statement that saves, keeps history and sums up."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.indicators.queries.source import Transaction

_STAGE = """
    create temporary table if not exists incoming (
        period int, area_no int, indicator_no int, place int, value numeric, numerator numeric, denominator numeric,
        as_of date, qualifier text, source_text text, note text, reason text
    ) on commit delete rows
"""
_FILL = """
    copy pg_temp.incoming (period, area_no, indicator_no, place, value, numerator, denominator, as_of, qualifier,
                           source_text, note, reason) from stdin
"""
# A row that says what is saved already is neither written nor returned.
_REPLACE = """on conflict (period, area_no, indicator_no) do update set
        revision = held.revision + 1, publication = excluded.publication, value = excluded.value,
        numerator = excluded.numerator, denominator = excluded.denominator, as_of = excluded.as_of,
        qualifier = excluded.qualifier, source = excluded.source, source_text = excluded.source_text,
        note = excluded.note, reason = excluded.reason
    where not %(only_new)s
      and (held.value, held.numerator, held.denominator, held.as_of, held.qualifier, held.source_text, held.note,
           held.source = 'illustrative')
          is distinct from
          (excluded.value, excluded.numerator, excluded.denominator, excluded.as_of, excluded.qualifier,
           excluded.source_text, excluded.note, excluded.source = 'illustrative')
"""
# Every writer saves values in the order of their key and adds to sums in the order of theirs, after all values: two
# writers never wait for each other crosswise.
_PUBLISH = """
with number as materialized (
    select nextval('publications_no_seq') as publication
), saved as (
    insert into indicator_values as held (
        period, area_no, indicator_no, revision, publication, value, numerator, denominator, as_of, qualifier, source,
        source_text, note, reason)
    select period, area_no, indicator_no, 1, publication, value, numerator, denominator, as_of, qualifier, %(source)s,
           source_text, note, reason
    from pg_temp.incoming cross join number
    order by period, area_no, indicator_no
    {conflict}
    returning
        new.period, new.area_no, new.indicator_no, new.publication,
        new.value, new.numerator, new.denominator, new.source,
        old.revision as old_revision, old.publication as old_publication, old.value as old_value,
        old.numerator as old_numerator, old.denominator as old_denominator, old.as_of as old_as_of,
        old.qualifier as old_qualifier, old.source as old_source, old.source_text as old_source_text,
        old.note as old_note, old.reason as old_reason
), superseded as (
    insert into value_revisions (
        period, area_no, indicator_no, revision, publication, value, numerator, denominator, as_of, qualifier, source,
        source_text, note, reason)
    select period, area_no, indicator_no, old_revision, old_publication, old_value, old_numerator, old_denominator,
           old_as_of, old_qualifier, old_source, old_source_text, old_note, old_reason
    from saved where old_revision is not null
), counted as (
    select saved.period, areas.uppers, saved.indicator_no, indicators.aggregation = 'sum' as adds,
           saved.value, saved.numerator, saved.denominator, saved.source,
           saved.old_value, saved.old_numerator, saved.old_denominator, saved.old_source,
           case indicators.aggregation when 'sum' then saved.value
                else saved.numerator + saved.denominator end is not null as is_in,
           case indicators.aggregation when 'sum' then saved.old_value
                else saved.old_numerator + saved.old_denominator end is not null as was_in
    from saved
    join areas on areas.no = saved.area_no
    join indicators on indicators.no = saved.indicator_no
    where areas.is_leaf and indicators.aggregation <> 'none'
), deltas as (
    select period, uppers, indicator_no,
           sum(case when adds then coalesce(value, 0) - coalesce(old_value, 0) else 0 end) as total,
           sum(case when adds then 0 else coalesce(numerator, 0) - coalesce(old_numerator, 0) end) as numerator,
           sum(case when adds then 0 else coalesce(denominator, 0) - coalesce(old_denominator, 0) end) as denominator,
           count(*) filter (where is_in) - count(*) filter (where was_in) as units,
           count(*) filter (where is_in and source = 'illustrative')
               - count(*) filter (where was_in and old_source = 'illustrative') as illustrative
    from counted where is_in or was_in
    group by period, uppers, indicator_no
), rolled as (
    insert into rollups as held (period, area_no, indicator_no, total, numerator, denominator, units, illustrative)
    select period, upper, indicator_no, sum(total), sum(numerator), sum(denominator), sum(units), sum(illustrative)
    from deltas cross join unnest(uppers) as upper
    group by period, upper, indicator_no
    order by period, upper, indicator_no
    on conflict (period, area_no, indicator_no) do update set
        total = held.total + excluded.total, numerator = held.numerator + excluded.numerator,
        denominator = held.denominator + excluded.denominator, units = held.units + excluded.units,
        illustrative = held.illustrative + excluded.illustrative
    returning new.period, new.area_no, new.indicator_no, new.units
), shown as (
    select period, area_no, indicator_no from rolled where units > 0
    union
    select saved.period, saved.area_no, saved.indicator_no
    from saved join areas on areas.no = saved.area_no
    where not areas.is_leaf
), newest as (
    insert into latest as held (area_no, indicator_no, period, place)
    select distinct on (shown.area_no, shown.indicator_no) shown.area_no, shown.indicator_no, shown.period, told.place
    from shown join (select distinct period, place from pg_temp.incoming) as told using (period)
    order by shown.area_no, shown.indicator_no, told.place desc
    on conflict (area_no, indicator_no) do update set period = excluded.period, place = excluded.place
    where excluded.place > held.place
), told as (
    insert into publications (no, by_id, by_name, periods, areas)
    select publication, %(by_id)s, %(by_name)s, array_agg(distinct period), array_agg(distinct area_no)
    from saved group by publication
)
select count(*) filter (where old_revision is null) as created,
       count(*) filter (where old_revision is not null) as changed
from saved
"""


_INSERT_NEW = _PUBLISH.format(conflict="")
_INSERT_OR_REPLACE = _PUBLISH.format(conflict=_REPLACE)
_TOUCHED = """
    select 1 from (select array_agg(distinct area_no) as areas from pg_temp.incoming) as batch
    cross join (select distinct period from pg_temp.incoming) as told
    where exists (select from indicator_values held where held.period = told.period and held.area_no = any(batch.areas))
    limit 1
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many values were new, and how many took the place of another."""

    created: int
    changed: int


async def stage(session: AsyncSession, lines: Iterable[str]) -> None:
    """Put a batch into the staging table of this transaction; `lines` are rows in COPY's text form."""
    source = Transaction(session)
    await source.rows(_STAGE)
    raw = (await (await session.connection()).get_raw_connection()).driver_connection
    assert raw is not None
    async with raw.cursor() as cursor, cursor.copy(_FILL) as copy:
        await copy.write("".join(lines))


async def publish_staged(
    session: AsyncSession, *, source: str, by_id: str, by_name: str, only_new: bool = False
) -> Saved:
    """Save what was staged, with its history, sums and newest periods; `only_new` leaves what is saved already.

    A batch for areas that have nothing yet in its periods is inserted without looking for conflicts, in half the time.
    """
    transaction = Transaction(session)
    parameters = {"source": source, "by_id": by_id, "by_name": by_name}
    if not await transaction.rows(_TOUCHED):
        try:
            async with session.begin_nested():
                [row] = await transaction.rows(_INSERT_NEW, parameters)
            return Saved(row.created, row.changed)
        except IntegrityError:
            pass  # another publisher was faster with one of the keys
    [row] = await transaction.rows(_INSERT_OR_REPLACE, {**parameters, "only_new": only_new})
    return Saved(row.created, row.changed)
