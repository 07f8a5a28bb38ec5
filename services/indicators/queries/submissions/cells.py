"""Cells of submissions, and what was published of them: read for any number of submissions at once, written as sets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.values import Qualifier
from contracts.indicators.values import Source as ValueSource
from contracts.periods import Period
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.heads import Head
from services.indicators.rules.checks import Past
from services.indicators.rules.rollup import ratio_of
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.values import IndicatorRule

HISTORY = 12
"""So many periods before its own belong to a cell's history."""

_CELLS = """
    select submission_id, indicator, value, numerator, denominator, qualifier, as_of, note, explanation, follow_up,
           return_reason, correction_reason
    from submission_cells where submission_id = any(%(ids)s::uuid[])
"""
_PUBLISHED = """
    select period, area_no, indicator_no, value, numerator, denominator, revision, source from indicator_values
    where period = any(%(periods)s::int[]) and area_no = any(%(areas)s::int[])
      and indicator_no = any(%(indicators)s::int[])
"""
_PUT = """
    insert into submission_cells (submission_id, indicator, value, numerator, denominator, qualifier, as_of, note,
                                  explanation, follow_up, return_reason, correction_reason)
    select %(submission)s, * from unnest(
        %(indicators)s::text[], %(values)s::numeric[], %(numerators)s::numeric[], %(denominators)s::numeric[],
        %(qualifiers)s::text[], %(days)s::date[], %(notes)s::text[], %(explanations)s::text[], %(marks)s::bool[],
        %(returns)s::text[], %(corrections)s::text[])
    on conflict (submission_id, indicator) do update set
        value = excluded.value, numerator = excluded.numerator, denominator = excluded.denominator,
        qualifier = excluded.qualifier, as_of = excluded.as_of, note = excluded.note,
        explanation = excluded.explanation, follow_up = excluded.follow_up, return_reason = excluded.return_reason,
        correction_reason = excluded.correction_reason
"""
_REASON = """
    insert into submission_cells (submission_id, indicator, qualifier, follow_up, {column})
    select %(submission)s, told.indicator, 'exactly', false, told.reason
    from unnest(%(indicators)s::text[], %(reasons)s::text[]) as told (indicator, reason)
    on conflict (submission_id, indicator) do update set {column} = excluded.{column}
"""
_CLEAR = """
    update submission_cells set {column} = null
    where submission_id = any(%(ids)s::uuid[]) and {column} is not null
"""

Cells = dict[str, Cell]
Pasts = dict[str, list[Past]]


async def cells_of(source: Source, ids: Iterable[UUID]) -> dict[UUID, Cells]:
    """The cells of submissions by indicator."""
    found: dict[UUID, Cells] = defaultdict(dict)
    for row in await source.rows(_CELLS, {"ids": list(ids)}):
        found[row.submission_id][row.indicator] = _cell(row)
    return found


async def pasts_of(source: Source, heads: Sequence[Head]) -> dict[UUID, Pasts]:
    """What was published of the cells of submissions, by indicator, newest first: of their own period and before."""
    definitions = (await current_definitions(source)).rows
    numbers = {row.code: row.no for row in definitions.values()}
    wanted = {head.id: _periods(head) for head in heads}
    given = {
        "periods": sorted({period for periods in wanted.values() for period in periods}),
        "areas": sorted({head.area_no for head in heads}),
        "indicators": sorted({numbers[code] for head in heads for code in head.form.codes if code in numbers}),
    }
    by_area: dict[int, list[Any]] = defaultdict(list)
    for row in await source.rows(_PUBLISHED, given):
        by_area[row.area_no].append(row)
    found: dict[UUID, Pasts] = {}
    for head in heads:
        pasts: Pasts = defaultdict(list)
        found[head.id] = pasts
        for row in sorted(by_area[head.area_no], key=lambda row: -row.period):
            definition = definitions.get(row.indicator_no)
            if definition is not None and row.period in wanted[head.id] and definition.code in head.form.codes:
                pasts[definition.code].append(_past(row, rule_of(definition)))
    return found


async def put_cells(source: Source, submission: UUID, cells: Sequence[Cell]) -> None:
    """Write cells as they are now."""
    parameters = {
        "submission": submission,
        "indicators": [cell.indicator for cell in cells],
        "values": [cell.value for cell in cells],
        "numerators": [cell.numerator for cell in cells],
        "denominators": [cell.denominator for cell in cells],
        "qualifiers": [cell.qualifier.value for cell in cells],
        "days": [cell.as_of for cell in cells],
        "notes": [cell.note for cell in cells],
        "explanations": [cell.explanation for cell in cells],
        "marks": [cell.follow_up for cell in cells],
        "returns": [cell.return_reason for cell in cells],
        "corrections": [cell.correction_reason for cell in cells],
    }
    await source.rows(_PUT, parameters)


async def put_return_reasons(source: Source, submission: UUID, reasons: Mapping[str, str]) -> None:
    """Write why cells come back."""
    await _put_reasons(source, "return_reason", submission, reasons)


async def put_correction_reasons(source: Source, submission: UUID, reasons: Mapping[str, str]) -> None:
    """Write why published cells are corrected."""
    await _put_reasons(source, "correction_reason", submission, reasons)


async def clear_return_reasons(source: Source, ids: Sequence[UUID]) -> None:
    """What came back was sent again."""
    await source.rows(_CLEAR.format(column="return_reason"), {"ids": list(ids)})


async def clear_correction_reasons(source: Source, ids: Sequence[UUID]) -> None:
    """What was corrected is published."""
    await source.rows(_CLEAR.format(column="correction_reason"), {"ids": list(ids)})


async def _put_reasons(source: Source, column: str, submission: UUID, reasons: Mapping[str, str]) -> None:
    given = {"submission": submission, "indicators": [*reasons], "reasons": [*reasons.values()]}
    await source.rows(_REASON.format(column=column), given)


def _periods(head: Head) -> list[int]:
    """The keys of the submission's own period and of those before."""
    periods = [head.period]
    while len(periods) <= HISTORY:
        periods.append(periods[-1].previous())
    return [period.key for period in periods]


def _cell(row: Any) -> Cell:
    return Cell(
        indicator=row.indicator,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        qualifier=Qualifier(row.qualifier),
        as_of=row.as_of,
        note=row.note,
        explanation=row.explanation,
        follow_up=row.follow_up,
        return_reason=row.return_reason,
        correction_reason=row.correction_reason,
    )


def _past(row: Any, rule: IndicatorRule) -> Past:
    return Past(
        period=Period.from_key(row.period),
        value=result_of(rule, row.value, row.numerator, row.denominator),
        numerator=row.numerator,
        denominator=row.denominator,
        revision=row.revision,
        source=ValueSource(row.source),
    )


def result_of(
    rule: IndicatorRule, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """The number itself, or what its parts make."""
    if numerator is None or denominator is None:
        return value
    return ratio_of(numerator, denominator, rule.measure)
