"""Saving values as sets: a staging table filled by COPY, then statements that save, keep history and sum up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.indicators.queries.source import Transaction
from services.indicators.rules.batch import Checked, Key
from services.indicators.rules.sums import Above

_STAGE = """
    create temporary table if not exists incoming (
        period int, area_no int, indicator_no int, cell int, value numeric, numerator numeric, denominator numeric,
        as_of date, qualifier text default 'exactly', source_text text, note text, reason text
    ) on commit delete rows
"""
# A transaction may publish more than once.
_CLEAR = "delete from pg_temp.incoming"
_NUMBERS = "period, area_no, indicator_no, cell, value, numerator, denominator"
_FILL_BARE = f"copy pg_temp.incoming ({_NUMBERS}) from stdin"
_FILL = f"copy pg_temp.incoming ({_NUMBERS}, as_of, qualifier, source_text, note, reason) from stdin"

_COLUMNS = """period, area_no, indicator_no, revision, publication, value, numerator, denominator, as_of, qualifier,
        source, source_text, note, reason"""
_SOME_ARE_HELD = """
    select 1 from unnest(%(periods)s::int[], %(areas)s::int[], %(indicators)s::int[])
        as probe (period, area_no, indicator_no)
    join indicator_values using (period, area_no, indicator_no)
    limit 1
"""
# Row security lets a publisher add to areas above their own, which they may neither read nor write otherwise.
_SUM_ABOVE = "select set_config('lantoa.summing', 'on', true)"

# Every writer saves values in the order of their key and adds to sums in the order of theirs, after all values: two
# writers never wait for each other crosswise.
_INSERT = f"""
with told as (
    insert into publications (by_id, by_name, periods, areas)
    values (%(by_id)s, %(by_name)s, %(all_periods)s::int[], %(all_areas)s::int[])
    returning no as publication
)
insert into indicator_values ({_COLUMNS})
select period, area_no, indicator_no, 1, publication, value, numerator, denominator, as_of, qualifier, %(source)s,
       source_text, note, reason
from pg_temp.incoming cross join told
order by period, area_no, indicator_no
"""  # noqa: S608 - our own column names
_ABOVE = """above as materialized (
    select * from unnest(%(cell)s::int[], %(period)s::int[], %(area)s::int[], %(indicator)s::int[], %(place)s::int[],
                         %(adds)s::bool[]) as above (cell, period, area_no, indicator_no, place, adds)
)"""
# The sums of one cell go into each of the areas above it.
_ROLL = """rolled as (
    insert into rollups as held (period, area_no, indicator_no, total, numerator, denominator, units, illustrative)
    select period, area_no, indicator_no,
           sum(case when adds then coalesce(deltas.total, 0) else 0 end),
           sum(case when adds then 0 else coalesce(deltas.numerator, 0) end),
           sum(case when adds then 0 else coalesce(deltas.denominator, 0) end),
           sum(case when adds then deltas.single else deltas.parted end),
           sum(case when adds then deltas.single_illustrative else deltas.parted_illustrative end)
    from deltas join above using (cell)
    where case when adds then deltas.singles else deltas.parts end > 0
    group by period, area_no, indicator_no
    order by period, area_no, indicator_no
    on conflict (period, area_no, indicator_no) do update set
        total = held.total + excluded.total, numerator = held.numerator + excluded.numerator,
        denominator = held.denominator + excluded.denominator, units = held.units + excluded.units,
        illustrative = held.illustrative + excluded.illustrative
    returning new.period, new.area_no, new.indicator_no, new.units
), newest as (
    insert into latest as held (area_no, indicator_no, period, place)
    select distinct on (area_no, indicator_no) area_no, indicator_no, period, place
    from (
        select area_no, indicator_no, period, place
        from rolled join above using (period, area_no, indicator_no) where units > 0
        union all
        select area_no, indicator_no, period, place from above where cell is null
    ) as shown
    order by area_no, indicator_no, place desc
    on conflict (area_no, indicator_no) do update set period = excluded.period, place = excluded.place
    where excluded.place > held.place
)"""
_SUM_UP_NEW = f"""
with {_ABOVE}, deltas as (
    select cell, sum(value) as total, sum(numerator) as numerator, sum(denominator) as denominator,
           count(value) as singles, count(value) as single, count(numerator) as parts, count(numerator) as parted,
           count(value) filter (where %(source)s = 'illustrative') as single_illustrative,
           count(numerator) filter (where %(source)s = 'illustrative') as parted_illustrative
    from pg_temp.incoming where cell is not null
    group by cell
), {_ROLL}
select 1
"""  # noqa: S608 - our own column names

# Which of two rows say the same. The day on which a value was saved, by whom and why makes no other value of it.
_SAYS = "({0}.value, {0}.numerator, {0}.denominator, {0}.as_of, {0}.qualifier, {0}.source_text, {0}.note, {1})"
_HELD_SAYS = _SAYS.format("held", "held.source = 'illustrative'")
_GIVEN_SAYS = _SAYS.format("given", "%(source)s = 'illustrative'")
_EXCLUDED_SAYS = _SAYS.format("excluded", "excluded.source = 'illustrative'")
# `offset 0` makes the planner look each row up by its key: with whatever it believes of a staging table and of a month
# that came in since statistics were taken, it would sooner or later read the whole table.
_FRESH = f"""fresh as materialized (
    select given.*
    from pg_temp.incoming as given
    left join lateral (
        select * from indicator_values as held
        where held.period = given.period and held.area_no = given.area_no and held.indicator_no = given.indicator_no
        offset 0
    ) as held on true
    where held.period is null or (not %(only_new)s and {_HELD_SAYS} is distinct from {_GIVEN_SAYS})
    order by given.period, given.area_no, given.indicator_no
)"""  # noqa: S608 - our own column names
_SAVE = f"""saved as (
    insert into indicator_values as held ({_COLUMNS})
    select period, area_no, indicator_no, 1, publication, value, numerator, denominator, as_of, qualifier,
           %(source)s, source_text, note, reason
    from fresh cross join number
    order by period, area_no, indicator_no
    on conflict (period, area_no, indicator_no) do update set
        revision = held.revision + 1, publication = excluded.publication, value = excluded.value,
        numerator = excluded.numerator, denominator = excluded.denominator, as_of = excluded.as_of,
        qualifier = excluded.qualifier, source = excluded.source, source_text = excluded.source_text,
        note = excluded.note, reason = excluded.reason
    where not %(only_new)s and {_HELD_SAYS} is distinct from {_EXCLUDED_SAYS}
    returning
        new.period, new.area_no, new.indicator_no, new.publication,
        new.value, new.numerator, new.denominator,
        old.revision as old_revision, old.publication as old_publication, old.value as old_value,
        old.numerator as old_numerator, old.denominator as old_denominator, old.as_of as old_as_of,
        old.qualifier as old_qualifier, old.source as old_source, old.source_text as old_source_text,
        old.note as old_note, old.reason as old_reason
)"""  # noqa: S608 - our own column names
_INSERT_OR_REPLACE = f"""
with number as materialized (
    select nextval('publications_no_seq') as publication
), {_FRESH}, {_SAVE}, superseded as (
    insert into value_revisions ({_COLUMNS})
    select period, area_no, indicator_no, old_revision, old_publication, old_value, old_numerator, old_denominator,
           old_as_of, old_qualifier, old_source, old_source_text, old_note, old_reason
    from saved where old_revision is not null
), {_ABOVE}, deltas as (
    select cell,
           coalesce(sum(saved.value), 0) - coalesce(sum(old_value), 0) as total,
           coalesce(sum(saved.numerator), 0) - coalesce(sum(old_numerator), 0) as numerator,
           coalesce(sum(saved.denominator), 0) - coalesce(sum(old_denominator), 0) as denominator,
           count(saved.value) + count(old_value) as singles, count(saved.value) - count(old_value) as single,
           count(saved.numerator) + count(old_numerator) as parts,
           count(saved.numerator) - count(old_numerator) as parted,
           count(saved.value) filter (where %(source)s = 'illustrative')
               - count(old_value) filter (where old_source = 'illustrative') as single_illustrative,
           count(saved.numerator) filter (where %(source)s = 'illustrative')
               - count(old_numerator) filter (where old_source = 'illustrative') as parted_illustrative
    from saved join pg_temp.incoming using (period, area_no, indicator_no)
    where cell is not null
    group by cell
), {_ROLL}, told as (
    insert into publications (no, by_id, by_name, periods, areas)
    select publication, %(by_id)s, %(by_name)s, array_agg(distinct period), array_agg(distinct area_no)
    from saved group by publication
)
select count(*) filter (where old_revision is null) as created,
       count(*) filter (where old_revision is not null) as changed,
       max(publication) as publication
from saved
"""  # noqa: S608 - our own column names
# `offset 0` for the same reason as above.
_CELL = """jsonb_strip_nulls(jsonb_build_object(
    'value', {0}.value::text, 'numerator', {0}.numerator::text, 'denominator', {0}.denominator::text,
    'as_of', {0}.as_of, 'qualifier', nullif({0}.qualifier, 'exactly'), 'note', {0}.note, 'source', {0}.source
))"""
_PUBLISHED = f"""
    select indicators.code as indicator, areas.id as area, held.period, {_CELL.format("held")} as now,
           case when earlier.period is not null then {_CELL.format("earlier")} end as was
    from pg_temp.incoming as given
    cross join lateral (
        select * from indicator_values as held
        where held.period = given.period and held.area_no = given.area_no and held.indicator_no = given.indicator_no
        offset 0
    ) as held
    left join value_revisions as earlier
        on earlier.period = held.period and earlier.area_no = held.area_no
            and earlier.indicator_no = held.indicator_no and earlier.revision = held.revision - 1
    join areas on areas.no = held.area_no
    join indicators on indicators.no = held.indicator_no
    where held.publication = %(publication)s
    order by held.period, areas.id, indicators.code
"""  # noqa: S608 - our own column names
_NUMBER = "select currval('publications_no_seq') as publication"


@dataclass(frozen=True, slots=True)
class Saved:
    """How many values were new, and how many took the place of another."""

    created: int
    changed: int
    publication: int | None = None
    digest: str = ""
    """The SHA-256 of the lines as they were stored, for batches too large to be told cell by cell."""


async def publish(
    session: AsyncSession, batch: Checked, *, source: str, by_id: str, by_name: str, only_new: bool = False
) -> Saved:
    """Save a batch with its history, sums and newest periods; `only_new` leaves what is saved already.

    A batch of which nothing seems to be saved yet is inserted without looking for conflicts, in half the time.
    """
    transaction = Transaction(session)
    *_, held = await transaction.together(
        (_STAGE, {}), (_CLEAR, {}), (_SUM_ABOVE, {}), (_SOME_ARE_HELD, _keys(batch.sample))
    )
    digest = await _fill(transaction, batch)
    parameters = {"source": source, "by_id": by_id, "by_name": by_name, **_columns(batch.above)}
    if not held and (number := await _insert(transaction, batch, parameters)) is not None:
        return Saved(len(batch.lines), 0, number, digest)
    [row] = await transaction.rows(_INSERT_OR_REPLACE, {**parameters, "only_new": only_new})
    return Saved(row.created, row.changed, row.publication, digest)


async def list_published(session: AsyncSession, publication: int) -> list[Any]:
    """The cells of a publication of this transaction: `indicator`, `area`, `period`, what `was` and what is `now`."""
    return await Transaction(session).rows(_PUBLISHED, {"publication": publication})


async def _fill(transaction: Transaction, batch: Checked) -> str:
    """Put a batch into the staging table; the digest of what was put there."""
    lines = "\n".join(batch.lines).encode()
    raw = await transaction.driver()
    async with raw.cursor() as cursor, cursor.copy(_FILL_BARE if batch.are_bare else _FILL) as copy:
        await copy.write(lines)
    return sha256(lines).hexdigest()


async def _insert(transaction: Transaction, batch: Checked, parameters: Mapping[str, Any]) -> int | None:
    """Save a batch as new, under which number; None when some of it was saved already, and then nothing is."""
    every = {"all_periods": _array(batch.periods), "all_areas": _array(batch.areas)}
    try:
        *_, numbered = await transaction.together(
            ("savepoint before_insert", {}),
            (_INSERT, {**parameters, **every}),
            ("release before_insert", {}),
            (_SUM_UP_NEW, parameters),
            (_NUMBER, {}),
        )
    except IntegrityError:  # the sample missed a saved key, or another publisher was faster
        await transaction.rows("rollback to savepoint before_insert")
        return None
    return int(numbered[0].publication)


def _keys(keys: Iterable[Key]) -> Mapping[str, Any]:
    return {
        "periods": [key.period for key in keys],
        "areas": [key.area for key in keys],
        "indicators": [key.indicator for key in keys],
    }


def _columns(above: Above) -> Mapping[str, Any]:
    return {
        "cell": above.cell,
        "period": above.period,
        "area": above.area,
        "indicator": above.indicator,
        "place": above.place,
        "adds": above.adds,
    }


def _array(numbers: Iterable[int]) -> str:
    """Whole numbers as PostgreSQL writes an array; thousands of them go ten times as fast as one by one."""
    return "{" + ",".join(map(str, numbers)) + "}"
