"""Observations and matters as readers see them; whether sources disagree is found while reading."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.indicators.sources import (
    Matter,
    MatterState,
    Observation,
    ObservationReview,
    ObservationState,
    ObservationVerb,
    Resolution,
    SourceKind,
)
from contracts.indicators.values import Value
from contracts.periods import Period
from contracts.reach import NATION
from kit.errors import NotFound
from kit.light import instant, light, number
from kit.text import fold
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.figures import HIDDEN, amount_of, value_of
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source

_Observation, _Matter, _Resolution = light(Observation), light(Matter), light(Resolution)
_Review = light(ObservationReview)

NO_OBSERVATION = "Không có số ghi nhận này, hoặc số ngoài phạm vi của tài khoản."
_AMOUNT = """round(case when {0}.numerator is not null and {0}.denominator is not null
    then {0}.numerator * i.per / nullif({0}.denominator, 0) else {0}.value end, i.decimals)"""
# A cell's numbers are compared as they are published, rounded, and not with invented ones; what is said in words was
# set side by side because it disagrees.
_JUDGED = f"""
    select m.id, m.version, m.period, m.area_no, m.indicator_no, m.title, m.explanation, m.chosen,
           a.id as area, a.name as area_name, i.unit, told.least, told.most,
           case when m.settled and (m.indicator_no is null or told.picked = told.held) then 'decided'
                when m.indicator_no is not null and told.least is not distinct from told.most then 'agreeing'
                else 'open' end as state
    from matters m
    left join areas a on a.no = m.area_no
    left join indicators i on i.no = m.indicator_no
    left join indicator_values v on v.period = m.period and v.area_no = m.area_no and v.indicator_no = m.indicator_no
                                and v.source <> 'illustrative'
    left join lateral (
        select least(min(amount), {_AMOUNT.format("v")}) as least, greatest(max(amount), {_AMOUNT.format("v")}) as most,
               max(amount) filter (where is_chosen) as picked, {_AMOUNT.format("v")} as held
        from (
            select {_AMOUNT.format("o")} as amount, o.id = m.chosen as is_chosen
            from matter_sides s join observations o on o.id = s.observation_id
            where s.matter_id = m.id and o.state = 'accepted'
        ) as sides
    ) as told on i.no is not null
"""  # noqa: S608 - our own statements
_MINE = "({0}.indicator_no is null or i.public or a.reach && %(places)s::text[])"
_MATTERS = f"""
    with judged as (
        {_JUDGED}
        where {_MINE.format("m")}
          and (%(id)s::uuid is null or m.id = %(id)s)
          and (%(indicator)s::text is null or i.code = %(indicator)s)
          and (%(area)s::text is null or a.id = %(area)s)
          and (%(period)s::int is null or m.period = %(period)s)
    )
    select judged.*, place from judged
    cross join lateral (select array_position(array['open', 'decided', 'agreeing'], state) as place) as placed
    where (%(states)s::text[] is null or state = any(%(states)s))
      and (%(place)s::int is null or (place, id) > (%(place)s, %(last)s::uuid))
    order by place, id
    limit %(limit)s
"""  # noqa: S608 - our own statements
_OBSERVATION = """
    o.id, o.period, o.area_no, o.indicator_no, o.measure, o.scope, o.value, o.numerator, o.denominator, o.said, o.unit,
    o.qualifier, o.as_of, o.kind, o.source, o.quote, o.instrument, o.reference, o.evidence, o.note, o.doubt, o.by_name,
    o.at, o.state, o.accepted_at, o.accepted_by, o.withdrawn_at, o.withdrawn_by, o.withdrawal,
    a.id as area, a.name as area_name
"""
_OBSERVATIONS = f"""
    select {_OBSERVATION}, belongs.matters, coalesce(belongs.is_chosen, false) as is_chosen
    from observations o
    left join areas a on a.no = o.area_no
    left join indicators i on i.no = o.indicator_no
    left join lateral (
        select array_agg(m.id order by m.id) as matters, bool_or(m.chosen = o.id) as is_chosen
        from matter_sides s join matters m on m.id = s.matter_id where s.observation_id = o.id
    ) as belongs on true
    where {_MINE.format("o")} and (o.is_open or a.reach && %(places)s::text[])
      and (%(state)s::text is null or o.state = %(state)s)
      and (%(indicator)s::text is null or i.code = %(indicator)s)
      and (%(area)s::text is null or a.id = %(area)s)
      and (%(period)s::int is null or o.period = %(period)s)
      and (%(kind)s::text is null or o.kind = %(kind)s)
      and (%(words)s::text is null or position(%(words)s in o.folded) > 0)
      and (%(conflicting)s::bool is null or %(conflicting)s = exists (
          select from matter_sides s join ({_JUDGED}) as judged on judged.id = s.matter_id
          where s.observation_id = o.id and judged.state <> 'agreeing'))
      and (%(observation)s::uuid is null or o.id = %(observation)s)
      and (%(last)s::uuid is null or o.id > %(last)s::uuid)
    order by o.id
    limit %(limit)s
"""  # noqa: S608 - our own statements
_SIDES = f"""
    select s.matter_id, {_OBSERVATION}, array[s.matter_id] as matters, m.chosen is not distinct from o.id as is_chosen
    from matter_sides s
    join matters m on m.id = s.matter_id
    join observations o on o.id = s.observation_id
    left join areas a on a.no = o.area_no
    where s.matter_id = any(%(ids)s::uuid[])
    order by s.matter_id, o.id
"""  # noqa: S608 - our own column names
_RESOLUTIONS = """
    select matter_id, observation_id, reason, by_name, at from resolutions
    where matter_id = any(%(ids)s::uuid[]) order by id desc
"""
_PUBLISHED = """
    select m.id as matter_id, v.period, v.area_no, v.indicator_no, a.id as area, a.name as area_name, v.revision,
           v.value, v.numerator, v.denominator, v.as_of, v.qualifier, v.source, v.source_text, v.note, p.at, p.by_name
    from matters m
    join indicator_values v on v.period = m.period and v.area_no = m.area_no and v.indicator_no = m.indicator_no
                           and v.source <> 'illustrative'
    join areas a on a.no = v.area_no
    join publications p on p.no = v.publication
    where m.id = any(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of observations or matters, and the reader: what is left out does not narrow."""

    places: Sequence[str]
    by_name: bool
    indicator: str | None = None
    area: str | None = None
    period: Period | None = None
    kind: SourceKind | None = None
    words: str | None = None
    conflicting: bool | None = None
    state: MatterState | None = None
    id: UUID | None = None
    standing: ObservationState | None = None

    def parameters(self) -> dict[str, Any]:
        """What the statements take."""
        conflicting = {None: None, True: ["open", "decided"], False: ["agreeing"]}[self.conflicting]
        return {
            "places": list(self.places),
            "indicator": self.indicator,
            "area": self.area,
            "period": self.period and self.period.key,
            "kind": self.kind and self.kind.value,
            "words": self.words and fold(self.words),
            "conflicting": self.conflicting,
            "states": conflicting if self.state is None else [self.state.value],
            "id": self.id,
            "state": self.standing and self.standing.value,
        }


async def list_observations(source: Source, wanted: Wanted, *, after: str | None, limit: int) -> list[Observation]:
    """Observations in the order in which they were recorded, after one; at most limit + 1."""
    return await _observations(source, wanted, {"observation": None, "last": after, "limit": limit + 1})


async def get_observation(source: Source, observation: UUID, wanted: Wanted | None = None) -> Observation:
    """One as its reader sees it, by default as whoever just recorded or judged it does; NotFound."""
    told = {"observation": observation, "last": None, "limit": 1}
    found = await _observations(source, wanted or Wanted([NATION], by_name=True), told)
    if not found:
        raise NotFound(NO_OBSERVATION)
    return found[0]


def reviewed(found: Observation, allowed: Sequence[ObservationVerb]) -> ObservationReview:
    """An observation with what its reader may do with it."""
    told = {name: getattr(found, name) for name in Observation.model_fields}
    return _Review(**told, allowed=list(allowed))


async def _observations(source: Source, wanted: Wanted, more: Mapping[str, Any]) -> list[Observation]:
    rows = await source.rows(_OBSERVATIONS, {**wanted.parameters(), **more})
    indicators = (await current_definitions(source)).rows
    return [_observation(row, indicators, wanted.by_name) for row in rows]


async def list_matters(
    source: Source, wanted: Wanted, *, after: Sequence[Any] = (), limit: int
) -> list[tuple[Matter, int]]:
    """Matters with everything about them, undecided ones first, each with its place; at most limit + 1."""
    place, last = after or (None, None)
    parameters = {**wanted.parameters(), "place": place, "last": last, "limit": limit + 1}
    rows = await source.rows(_MATTERS, parameters)
    indicators = (await current_definitions(source)).rows
    ids = {"ids": [row.id for row in rows]}
    sides = _by_matter(await source.rows(_SIDES, ids))
    chosen = _by_matter(await source.rows(_RESOLUTIONS, ids))
    published = {row.matter_id: row for row in await source.rows(_PUBLISHED, ids)}
    made = []
    for row in rows:
        told = [_observation(side, indicators, wanted.by_name) for side in sides[row.id]]
        choices = [_resolution(choice, wanted.by_name) for choice in chosen[row.id]]
        held = _published(published.get(row.id), indicators, wanted.by_name)
        made.append((_matter(row, indicators, told, choices, held), row.place))
    return made


async def get_matter(source: Source, wanted: Wanted) -> Matter:
    """The one matter that is wanted; NotFound when there is none, or none the reader may see."""
    found = await list_matters(source, wanted, limit=1)
    if not found:
        raise NotFound("Không có việc đối chiếu này.")
    return found[0][0]


def _by_matter(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def _observation(row: Any, indicators: Mapping[int, Any], by_name: bool) -> Observation:
    known = indicators.get(row.indicator_no)
    return _Observation(
        id=row.id,
        state=row.state,
        accepted_at=row.accepted_at and instant(row.accepted_at),
        accepted_by=row.accepted_by and (row.accepted_by if by_name else HIDDEN),
        withdrawn_at=row.withdrawn_at and instant(row.withdrawn_at),
        withdrawn_by=row.withdrawn_by and (row.withdrawn_by if by_name else HIDDEN),
        withdrawal=row.withdrawal,
        indicator=known and known.code,
        area=row.area,
        area_name=row.area_name,
        period=None if row.period is None else str(Period.from_key(row.period)),
        measure=row.measure,
        scope=row.scope,
        value=number(row.value if known is None else amount_of(row, rule_of(known))),
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        said=row.said,
        unit=row.unit,
        qualifier=row.qualifier,
        as_of=row.as_of,
        kind=row.kind,
        source=row.source,
        quote=row.quote,
        instrument=row.instrument,
        reference=row.reference,
        evidence=row.evidence,
        note=row.note,
        doubt=row.doubt,
        matters=list(row.matters or ()),
        is_chosen=row.is_chosen,
        at=instant(row.at),
        by=row.by_name if by_name else HIDDEN,
    )


def _resolution(row: Any, by_name: bool) -> Resolution:
    by = row.by_name if by_name else HIDDEN
    return _Resolution(observation=row.observation_id, reason=row.reason, at=instant(row.at), by=by)


def _published(row: Any, indicators: Mapping[int, Any], by_name: bool) -> Value | None:
    if row is None:
        return None
    return value_of(row, rule_of(indicators[row.indicator_no]), str(Period.from_key(row.period)), by_name)


def _matter(
    row: Any,
    indicators: Mapping[int, Any],
    sides: list[Observation],
    resolutions: list[Resolution],
    published: Value | None,
) -> Matter:
    known = indicators.get(row.indicator_no)
    return _Matter(
        id=row.id,
        version=row.version,
        state=row.state,
        indicator=known and known.code,
        area=row.area,
        area_name=row.area_name,
        period=None if row.period is None else str(Period.from_key(row.period)),
        title=row.title,
        explanation=row.explanation,
        unit=row.unit,
        difference=None if row.most is None else number(row.most - row.least),
        published=published,
        chosen=row.chosen,
        sides=sides,
        resolutions=resolutions,
    )
