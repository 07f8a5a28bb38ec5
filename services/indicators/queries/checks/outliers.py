"""Outliers of all units of a form and period: read in one statement, judged in one pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.indicators.checks import MethodBounds, OutlierMethod
from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.outliers import Outlier, OutlierBasis, Outliers, OutlierSource
from contracts.periods import Period
from kit.light import light, number
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.cells import result_of
from services.indicators.queries.submissions.owing import OWING
from services.indicators.rules.checks.outliers import COMPARABLE, FURTHEST, must_be_explained, own_series
from services.indicators.rules.checks.reports import short
from services.indicators.rules.checks.spread import EMPTY, Bounds, Sample, outlying
from services.indicators.rules.forms.form import KnownForm

_Outlier, _Outliers, _Bounds = light(Outlier), light(Outliers), light(MethodBounds)

# What was sent counts before it is published. A ratio's past is computed here, half-up as everywhere: rows of bare
# numbers are many times lighter than their parts.
_STANDING = f"""
    with owed as (select %(form)s::int as form_id, %(day)s::date as day),
    units as (
        select a.no, a.id, a.name, a.sort_key from owed {OWING}
        where a.reach && %(places)s::text[]
          and (%(within)s::text is null or a.id = %(within)s or a.ancestors @> array[%(within)s::text])
    ), past as (
        select v.area_no, v.indicator_no, array_agg(v.period) as periods,
            array_agg(coalesce(v.value, round(v.numerator * i.per / nullif(v.denominator, 0), i.decimals))) as results
        from indicator_values v join indicators i on i.no = v.indicator_no
        where v.period = any(%(before)s::int[]) and v.area_no = any(array(select no from units))
          and v.indicator_no = any(%(indicators)s::int[])
        group by v.area_no, v.indicator_no
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
        where period = %(period)s and area_no = any(array(select no from units))
          and indicator_no = any(%(indicators)s::int[])
    ), standing as (
        select *, true as is_sent from sent
        union all
        select *, false from published p
        where not exists (select from sent where (sent.area_no, sent.indicator_no) = (p.area_no, p.indicator_no))
    )
    select u.no, u.id, u.name, s.indicator_no, s.value, s.numerator, s.denominator, s.explanation, s.is_sent,
        past.periods, past.results
    from units u join standing s on s.area_no = u.no
    left join past on (past.area_no, past.indicator_no) = (s.area_no, s.indicator_no)
    order by u.sort_key, u.no, array_position(%(indicators)s::int[], s.indicator_no)
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
class _Standing:
    """One number as it stands, with its own past by how many periods before."""

    row: Any
    definition: Any
    code: str
    number: Decimal
    before: dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One number held against one sample."""

    basis: OutlierBasis
    number: Decimal
    points: int
    methods: tuple[Bounds, ...]


async def find_outliers(source: Source, wanted: Wanted) -> Outliers:
    """Every number of the units within reach that stands apart, firmest first."""
    standing = await _read(source, wanted)
    samples = _Peers(standing)
    found: list[Outlier] = []
    unapplied = 0
    for one in standing:
        judged = list(_judged(one, wanted.form, samples))
        unapplied += not judged
        found += [_told(one, verdict) for verdict in judged if _is_wanted(verdict, wanted.method)]
    found.sort(key=lambda outlier: -len(outlier.methods))
    return _Outliers(
        form=wanted.form.code,
        period=str(wanted.period),
        within=wanted.within,
        units=len({one.row.no for one in standing}),
        numbers=len(standing),
        unapplied=unapplied,
        items=found,
    )


async def _read(source: Source, wanted: Wanted) -> list[_Standing]:
    definitions = (await current_definitions(source)).rows
    lines = {code: place for place, code in enumerate(wanted.form.items)}
    asked = {no: row for no, row in definitions.items() if row.code in lines and row.kind != IndicatorKind.YES_NO}
    ordered = sorted(asked, key=lambda no: lines[asked[no].code])
    back, period = dict[int, int](), wanted.period
    for step in range(1, FURTHEST + 1):
        period = period.previous()
        back[period.key] = step
    given = {
        "form": wanted.form.id,
        "period": wanted.period.key,
        "day": wanted.form.last_day(wanted.period),
        "before": list(back),
        "indicators": ordered,
        "places": list(wanted.places),
        "within": wanted.within,
    }
    rows = await source.rows(_STANDING, given)
    rules = {no: rule_of(row) for no, row in asked.items()}
    found = []
    for row in rows:
        result = result_of(rules[row.indicator_no], row.value, row.numerator, row.denominator)
        if result is not None:
            pasts = zip(row.periods or (), row.results or (), strict=True)
            before = {back[key]: past for key, past in pasts if past is not None}
            definition = asked[row.indicator_no]
            found.append(_Standing(row, definition, definition.code, result, before))
    return found


class _Peers:
    """Each comparable number held against those of the other units; units with equal numbers share the answer."""

    def __init__(self, standing: Sequence[_Standing]) -> None:
        numbers: dict[str, list[Decimal]] = {}
        for one in standing:
            if one.definition.kind in COMPARABLE:
                numbers.setdefault(one.code, []).append(one.number)
        self._samples = {code: Sample.of(of_units) for code, of_units in numbers.items()}
        self._known: dict[tuple[str, Decimal], _Judged | None] = {}

    def judged(self, code: str, number: Decimal) -> _Judged | None:
        """The number of one unit against the others; None where they tell nothing."""
        key = (code, number)
        if key not in self._known:
            others = self._samples.get(code, EMPTY).without(number)
            methods = outlying(others, number) if others.tells else ()
            found = _Judged(OutlierBasis.PEERS, number, len(others), methods)
            self._known[key] = found if others.tells else None
        return self._known[key]


def _judged(one: _Standing, form: KnownForm, samples: "_Peers") -> Iterator[_Judged]:
    """The number held against whatever sample says anything."""
    judged, sample = own_series(one.number, one.before, cumulative=form.items[one.code].cumulative)
    if judged is not None and sample.tells:
        yield _Judged(OutlierBasis.HISTORY, judged, len(sample), outlying(sample, judged))
    among_units = samples.judged(one.code, one.number)
    if among_units is not None:
        yield among_units


def _is_wanted(judged: _Judged, method: OutlierMethod | None) -> bool:
    return any(method is None or found.method is method for found in judged.methods)


def _told(one: _Standing, judged: _Judged) -> Outlier:
    return _Outlier(
        area=one.row.id,
        area_name=one.row.name,
        indicator=one.code,
        indicator_name=one.definition.name,
        unit=one.definition.unit,
        source=OutlierSource.SENT if one.row.is_sent else OutlierSource.PUBLISHED,
        value=number(judged.number),
        basis=judged.basis,
        points=judged.points,
        methods=[_bounds(found) for found in judged.methods],
        must_explain=must_be_explained(judged.methods),
        explanation=one.row.explanation,
    )


def _bounds(found: Bounds) -> MethodBounds:
    return _Bounds(
        method=found.method,
        score=number(short(found.score)),
        lower=number(short(found.lower)),
        upper=number(short(found.upper)),
    )
