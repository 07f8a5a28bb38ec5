"""Numbers of a form as they stand, sent or published: unit by unit with their past, and all of one line as a crowd."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from contracts.indicators.checks import OutlierMethod
from contracts.indicators.definitions import IndicatorKind
from contracts.periods import Period
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.cells import result_of
from services.indicators.queries.submissions.owing import OWING
from services.indicators.rules.checks.crowd import Crowd
from services.indicators.rules.checks.outliers import COMPARABLE, FURTHEST
from services.indicators.rules.forms.form import KnownForm

_UNITS = f"""
    with owed as (select %(form)s::int as form_id, %(day)s::date as day)
    select a.no, a.id from owed {OWING}
    where a.reach && %(places)s::text[]
      and (%(within)s::text is null or a.id = %(within)s or a.ancestors @> array[%(within)s::text])
    order by a.sort_key, a.no
"""  # noqa: S608 - our own columns
# What was sent counts before it is published.
_STANDING = """units as (
        select no, id, name, sort_key from areas where no = any(%(areas)s::int[])
    ), sent as (
        select u.no as area_no, i.no as indicator_no, c.value, c.numerator, c.denominator, c.explanation
        from units u
        join submissions s on s.form_id = %(form)s and s.area = u.id and s.period = %(period)s
            and s.state in ('submitted', 'accepted')
        join submission_cells c on c.submission_id = s.id
            and coalesce(c.value, c.numerator, c.denominator) is not null
        join indicators i on i.code = c.indicator and i.no = any(%(indicators)s::int[])
    ), published as (
        select area_no, indicator_no, value, numerator, denominator, null::text as explanation from indicator_values
        where period = %(period)s and area_no = any(%(areas)s::int[]) and indicator_no = any(%(indicators)s::int[])
    ), standing as (
        select *, true as is_sent from sent
        union all
        select *, false from published p
        where not exists (select from sent where (sent.area_no, sent.indicator_no) = (p.area_no, p.indicator_no))
    )"""
# A ratio is computed here, half-up as everywhere: rows of bare numbers are many times lighter than their parts.
_RESULT = "coalesce({0}.value, round({0}.numerator * i.per / nullif({0}.denominator, 0), i.decimals))"
_WITH_PAST = f"""
    with {_STANDING}, past as (
        select v.area_no, v.indicator_no, array_agg(v.period) as periods,
            array_agg({_RESULT.format("v")}) as results
        from indicator_values v join indicators i on i.no = v.indicator_no
        where v.period = any(%(before)s::int[]) and v.area_no = any(%(areas)s::int[])
          and v.indicator_no = any(%(indicators)s::int[])
        group by v.area_no, v.indicator_no
    )
    select u.no, u.id, u.name, s.indicator_no, s.value, s.numerator, s.denominator, s.explanation, s.is_sent,
        past.periods, past.results
    from units u join standing s on s.area_no = u.no
    left join past on (past.area_no, past.indicator_no) = (s.area_no, s.indicator_no)
    order by u.sort_key, u.no, array_position(%(indicators)s::int[], s.indicator_no)
"""  # noqa: S608 - our own columns
# As text, in no order: of thousands of points few are ever needed exactly, and numbers of machines are sorted sooner.
_CROWDS = f"""
    with {_STANDING}
    select s.indicator_no, string_agg(result::text, ' ') as results
    from standing s join indicators i on i.no = s.indicator_no
    cross join lateral (select {_RESULT.format("s")} as result) as made
    where result is not null
    group by s.indicator_no
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which outliers are meant: None leaves a question open; `places` are the nodes the reader may read."""

    form: KnownForm
    period: Period
    places: Sequence[str]
    within: str | None = None
    method: OutlierMethod | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One number as it stands, with its own past by how many periods before."""

    row: Any
    definition: Any
    code: str
    number: Decimal
    before: dict[int, Decimal]


async def list_unit_rows(source: Source, wanted: Wanted) -> list[Any]:
    """Numbers and ids of the units that owe the form, in Vietnamese order."""
    asked = {
        "form": wanted.form.id,
        "day": wanted.form.last_day(wanted.period),
        "places": list(wanted.places),
        "within": wanted.within,
    }
    return await source.rows(_UNITS, asked)


async def list_standing(source: Source, wanted: Wanted, units: Iterable[Any]) -> list[Standing]:
    """The numbers of these units with their past, by unit and line of the form."""
    asked = await _lines(source, wanted)
    back, period = dict[int, int](), wanted.period
    for step in range(1, FURTHEST + 1):
        period = period.previous()
        back[period.key] = step
    rows = await source.rows(_WITH_PAST, {**_given(wanted, units, asked), "before": list(back)})
    rules = {no: rule_of(row) for no, row in asked.items()}
    found = []
    for row in rows:
        result = result_of(rules[row.indicator_no], row.value, row.numerator, row.denominator)
        if result is not None:
            pasts = zip(row.periods or (), row.results or (), strict=True)
            before = {back[key]: past for key, past in pasts if past is not None}
            definition = asked[row.indicator_no]
            found.append(Standing(row, definition, definition.code, result, before))
    return found


async def read_crowds(source: Source, wanted: Wanted, units: Iterable[Any]) -> dict[str, Crowd]:
    """All numbers of these units by indicator, of those in which units can be compared."""
    asked = {no: row for no, row in (await _lines(source, wanted)).items() if row.kind in COMPARABLE}
    rows = await source.rows(_CROWDS, _given(wanted, units, asked)) if asked else []
    return {asked[row.indicator_no].code: _crowd(row.results.split(" ")) for row in rows}


def _crowd(texts: Sequence[str]) -> Crowd:
    return Crowd(sorted(map(float, texts)), partial(_exactly, texts))


def _exactly(texts: Sequence[str]) -> list[Decimal]:
    return sorted(map(Decimal, texts))


async def _lines(source: Source, wanted: Wanted) -> dict[int, Any]:
    """The rows of the indicators that can be judged, in the order of the form."""
    lines = {code: place for place, code in enumerate(wanted.form.items)}
    definitions = (await current_definitions(source)).rows
    asked = {no: row for no, row in definitions.items() if row.code in lines and row.kind != IndicatorKind.YES_NO}
    return dict(sorted(asked.items(), key=lambda pair: lines[pair[1].code]))


def _given(wanted: Wanted, units: Iterable[Any], asked: Mapping[int, Any]) -> dict[str, Any]:
    return {
        "form": wanted.form.id,
        "period": wanted.period.key,
        "areas": [unit.no for unit in units],
        "indicators": list(asked),
    }
