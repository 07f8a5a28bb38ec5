"""Targets as their contract tells them: in lists, one with its way so far, counted, and as handed down."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from contracts.indicators.targets import (
    Baseline,
    Comparator,
    Milestone,
    PathCorner,
    ProgressPoint,
    Target,
    TargetChange,
    TargetCounts,
    TargetDetail,
    TargetInstrument,
    TargetRevision,
    TargetSource,
    TargetStatus,
    Trajectory,
)
from contracts.periods import Period
from kit.light import instant, light, number
from services.indicators.queries.figures import HIDDEN
from services.indicators.queries.source import Source
from services.indicators.queries.targets import rows as queries
from services.indicators.queries.targets.standings import (
    Standings,
    asked_of,
    goal_of,
    measured_of,
    read_standings,
)
from services.indicators.rules.targets.changes import changes_between
from services.indicators.rules.targets.forecasts import Point
from services.indicators.rules.targets.paths import required_at
from services.indicators.rules.targets.verdicts import Asked

_Target, _Detail, _Counts = light(Target), light(TargetDetail), light(TargetCounts)
_Baseline, _Milestone, _Instrument = light(Baseline), light(Milestone), light(TargetInstrument)
_Progress, _Corner, _Change, _Revision = (
    light(ProgressPoint), light(PathCorner), light(TargetChange), light(TargetRevision),
)  # fmt: skip


class Answers:
    """Makes targets of rows for one reader; `by_name` shows who changed them."""

    def __init__(self, standings: Standings, *, by_name: bool) -> None:
        self._standings = standings
        self._by_name = by_name

    def target(self, row: Any) -> Target:
        """A target in a list."""
        return _Target(**self._fields(row))

    def detail(self, row: Any, revisions: Sequence[Any], children: int) -> TargetDetail:
        """A target with its way so far and every change."""
        asked = asked_of(row)
        return _Detail(
            **self._fields(row),
            progress=self._progress(row, asked),
            path=_path(asked),
            children=children,
            revisions=[
                self._revision(before, after) for before, after in zip([None, *revisions], revisions, strict=False)
            ],
        )

    def _fields(self, row: Any) -> dict[str, Any]:
        return {
            **_terms(row),
            "id": str(row.id),
            "version": row.version,
            "indicator_name": row.indicator_name,
            "area": row.area,
            "area_name": row.area_name,
            "goal": goal_of(row).told(measured_of(row)),
            "parent": str(row.parent_id) if row.parent_id else None,
            "source": TargetSource(row.source),
            "illustrative": row.source == TargetSource.ILLUSTRATIVE,
            "updated_at": instant(row.updated_at),
            "updated_by": row.updated_by if self._by_name else HIDDEN,
            "withdrawn_at": instant(row.withdrawn_at) if row.withdrawn_at else None,
            "withdrawn_reason": row.withdrawn_reason,
            "standing": self._standings.standing(row),
        }

    def _progress(self, row: Any, asked: Asked) -> list[ProgressPoint]:
        points = self._standings.found(row).points
        kind = points[-1].period.kind if points else None
        corners = asked.course.corners(asked.goal, asked.horizon)
        return [self._point(point, asked, corners) for point in points if point.period.kind is kind]

    @staticmethod
    def _point(point: Point, asked: Asked, corners: Sequence[Any]) -> ProgressPoint:
        required = required_at(corners, point.period)
        return _Progress(
            period=str(point.period),
            value=number(point.value),
            required=None if required is None else number(asked.measured.rounded(required)),
            illustrative=point.illustrative,
        )

    def _revision(self, before: Any, after: Any) -> TargetRevision:
        changes = [] if before is None else changes_between(before.terms, after.terms)
        return _Revision(
            version=after.version,
            at=instant(after.at),
            by=after.by_name if self._by_name else HIDDEN,
            reason=after.reason,
            changes=[_Change(field=one.field, name=one.name, before=one.before, after=one.after) for one in changes],
        )


async def list_targets(
    source: Source,
    wanted: queries.Wanted,
    status: TargetStatus | None,
    *,
    after: UUID | None,
    limit: int,
    places: Sequence[str],
    by_name: bool,
    today: date,
) -> tuple[list[Any], Answers]:
    """Rows of a page, one more than `limit` where there are more; a status is worked out, so all are judged for it."""
    ground = await queries.get_ground(source, wanted)
    most = limit + 1 if status is None else queries.MOST
    rows = await queries.list_rows(source, wanted, ground, after=after, limit=most)
    standings = await read_standings(source, ground, rows, places=places, today=today)
    if status is not None:
        rows = [row for row in rows if standings.verdict(row).status is status][: limit + 1]
    return rows, Answers(standings, by_name=by_name)


async def count_targets(source: Source, wanted: queries.Wanted, *, places: Sequence[str], today: date) -> TargetCounts:
    """How many targets stand how, and by what they can be narrowed."""
    ground = await queries.get_ground(source, wanted)
    rows = await queries.list_rows(source, wanted, ground, after=None, limit=queries.MOST)
    standings = await read_standings(source, ground, rows, places=places, today=today)
    counted = Counter(standings.verdict(row).status for row in rows)
    horizons, instruments = await queries.get_facets(source, wanted, ground)
    each = {status.value: counted[status] for status in TargetStatus}
    return _Counts(total=len(rows), horizons=horizons, instruments=instruments, **each)


async def get_target(
    source: Source, target: UUID, *, places: Sequence[str], by_name: bool, today: date
) -> TargetDetail:
    """One target with its way so far, the required line, and every change; NotFound."""
    row = await queries.get_row(source, target)
    ground = await queries.get_ground(source, queries.Wanted())
    standings = await read_standings(source, ground, [row], places=places, today=today, whole=True)
    revisions = await queries.list_revisions(source, target)
    children = await queries.count_children(source, target)
    return Answers(standings, by_name=by_name).detail(row, revisions, children)


def _terms(row: Any) -> dict[str, Any]:
    baseline = None
    if row.baseline_period is not None:
        baseline = _Baseline(period=str(Period.from_key(row.baseline_period)), value=number(row.baseline_value))
    marks = zip(row.milestone_periods, row.milestone_values, strict=True)
    return {
        "indicator": row.indicator,
        "measure": row.measure,
        "horizon": str(Period.from_key(row.horizon)),
        "comparator": Comparator(row.comparator),
        "value": number(row.value),
        "value_to": number(row.value_to),
        "text": row.words,
        "unit": row.unit,
        "owner": row.owner,
        "owner_code": row.owner_code,
        "instrument": _instrument(row),
        "baseline": baseline,
        "trajectory": Trajectory(row.trajectory),
        "milestones": [_Milestone(period=str(Period.from_key(key)), value=number(value)) for key, value in marks],
        "note": row.note,
    }


def _instrument(row: Any) -> TargetInstrument | None:
    if row.instrument_number is None:
        return None
    return _Instrument(
        number=row.instrument_number,
        issued_on=row.instrument_issued_on,
        issuer=row.instrument_issuer,
        place=row.instrument_place,
    )


def _path(asked: Asked) -> list[PathCorner]:
    if asked.goal.comparator is Comparator.TEXT:
        return []
    corners = asked.course.corners(asked.goal, asked.horizon)
    return [_Corner(period=str(one.period), value=number(one.value), name=one.name) for one in corners]
