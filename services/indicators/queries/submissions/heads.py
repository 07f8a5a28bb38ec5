"""Heads of submissions: whose, of which form and period, how they stand; one statement however many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.indicators.submissions import SubmissionState
from contracts.periods import Period
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE
from services.indicators.queries.source import Source
from services.indicators.rules.forms.form import KnownForm, read_form

NO_SUBMISSION = "Không có hồ sơ số liệu kỳ này, hoặc hồ sơ ngoài phạm vi của tài khoản."

# While it is being entered, a submission follows the form as it stands; what was sent keeps its edition.
_HEADS = """
    select s.id, s.form_id, s.area, a.name as area_name, a.no as area_no, a.sort_key, a.reach, s.period, s.state,
        s.version, s.is_correction, s.rounds, s.first_sent_on, s.sent_at, s.sent_by_name, s.return_reason,
        s.updated_at, f.code, e.edition, e.definition,
        (select count(*) from submission_cells c
         where c.submission_id = s.id and coalesce(c.value, c.numerator, c.denominator) is not null) as filled,
        (select max(r.at) from submission_reminders r
         where r.form_id = s.form_id and r.area = s.area and r.period = s.period) as reminded_at
    from submissions s
    join areas a on a.id = s.area
    join forms f on f.id = s.form_id
    join form_editions e on e.form_id = s.form_id
        and e.edition = case when s.state in ('draft', 'returned') then f.edition else s.edition end
"""
_BY_ID = f"{_HEADS} where s.id = any(%(ids)s::uuid[]) order by s.id"
_LIST = f"""
    {_HEADS}
    where (%(form)s::text is null or f.code = %(form)s)
      and (%(area)s::text is null or s.area = %(area)s)
      and (%(within)s::text is null or s.area = %(within)s or a.ancestors @> array[%(within)s::text])
      and (%(period)s::int is null or s.period = %(period)s)
      and (%(state)s::text is null or s.state = %(state)s)
      and a.reach && %(places)s::text[]
      and (%(after_period)s::int is null
           or (-s.period, a.sort_key, s.id) > (-%(after_period)s::int, %(after_key)s::bytea, %(after_id)s::uuid))
    order by -s.period, a.sort_key, s.id
    limit %(limit)s
"""
_LOCK = "select id, version, state from submissions where id = any(%(ids)s::uuid[]) order by id for update"
_OPEN = """
    insert into submissions (form_id, area, period, edition)
    values (%(form)s, %(area)s, %(period)s, %(edition)s)
    on conflict (form_id, area, period) do nothing returning id
"""
_FIND = "select id from submissions where form_id = %(form)s and area = %(area)s and period = %(period)s"
_ACCEPTED = """
    select s.id from submissions s join areas a on a.id = s.area join forms f on f.id = s.form_id
    where f.code = %(form)s and s.period = %(period)s and s.state = 'accepted'
      and (s.area = %(within)s or a.ancestors @> array[%(within)s::text])
      and a.reach && %(places)s::text[]
    order by s.id
"""


@dataclass(frozen=True, slots=True)
class Head:
    """One submission without its cells."""

    id: UUID
    form: KnownForm
    area: str
    area_name: str
    area_no: int
    sort_key: bytes
    reach: Sequence[str]
    period: Period
    state: SubmissionState
    version: int
    is_correction: bool
    rounds: int
    first_sent_on: date | None
    sent_at: datetime | None
    sent_by: str | None
    return_reason: str | None
    updated_at: datetime
    reminded_at: datetime | None
    filled: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which submissions a list shows: None leaves a question open; `places` are the nodes the reader may read."""

    places: list[str]
    form: str | None = None
    area: str | None = None
    within: str | None = None
    period: Period | None = None
    state: SubmissionState | None = None


async def heads_of(source: Source, ids: Sequence[UUID]) -> dict[UUID, Head]:
    """The heads of those submissions that the caller may know of."""
    return {row.id: _head(row) for row in await source.rows(_BY_ID, {"ids": list(ids)})}


async def get_head(source: Source, submission: UUID) -> Head:
    """One head; NotFound when there is none, or none the caller may know of."""
    found = await heads_of(source, [submission])
    if submission not in found:
        raise NotFound(NO_SUBMISSION)
    return found[submission]


async def list_heads(
    source: Source, wanted: Wanted, *, after: tuple[int, bytes, UUID] | None, limit: int
) -> list[Head]:
    """Newest period first, then units in Vietnamese order; at most limit + 1."""
    period, key, last = after or (None, None, None)
    rows = await source.rows(
        _LIST,
        {
            "form": wanted.form,
            "area": wanted.area,
            "within": wanted.within,
            "period": wanted.period and wanted.period.key,
            "state": wanted.state and wanted.state.value,
            "places": wanted.places,
            "after_period": period,
            "after_key": key,
            "after_id": last,
            "limit": limit + 1,
        },
    )
    return [_head(row) for row in rows]


async def lock_heads(source: Source, ids: Sequence[UUID]) -> dict[UUID, tuple[int, SubmissionState]]:
    """Version and state of submissions that nobody else changes until this transaction ends."""
    rows = await source.rows(_LOCK, {"ids": list(ids)})
    return {row.id: (row.version, SubmissionState(row.state)) for row in rows}


async def open_submission(source: Source, form: KnownForm, area: str, period: Period) -> tuple[UUID, bool]:
    """The one submission of a form, unit and period, and whether it was made now."""
    key = {"form": form.id, "area": area, "period": period.key, "edition": form.edition}
    made = await source.rows(_OPEN, key)
    if made:
        return made[0].id, True
    return (await source.rows(_FIND, key))[0].id, False


async def find_head(source: Source, form: KnownForm, area: str, period: Period) -> Head | None:
    """The head of the submission of a form, unit and period, None before it is opened."""
    rows = await source.rows(_FIND, {"form": form.id, "area": area, "period": period.key})
    return (await heads_of(source, [rows[0].id])).get(rows[0].id) if rows else None


async def accepted_within(
    source: Source, *, form: str, period: Period, within: str, places: Sequence[str]
) -> list[UUID]:
    """The accepted submissions of a form and period within an area."""
    given = {"form": form, "period": period.key, "within": within, "places": list(places)}
    return [row.id for row in await source.rows(_ACCEPTED, given)]


def place_keys(head: Head) -> tuple[int, str, str]:
    """The sort keys of a submission in `list_heads`, as a cursor carries them."""
    return head.period.key, head.sort_key.hex(), str(head.id)


def place_of(keys: list[Any] | None) -> tuple[int, bytes, UUID] | None:
    """The place a cursor names; NotFound when it was not made by `place_keys`."""
    if keys is None:
        return None
    try:
        return Period.from_key(keys[0]).key, bytes.fromhex(keys[1]), UUID(keys[2])
    except ValueError as error:
        raise NotFound(NO_SUCH_PAGE) from error


def _head(row: Any) -> Head:
    return Head(
        id=row.id,
        form=read_form(row.form_id, row.code, row.edition, row.definition),
        area=row.area,
        area_name=row.area_name,
        area_no=row.area_no,
        sort_key=bytes(row.sort_key),
        reach=row.reach,
        period=Period.from_key(row.period),
        state=SubmissionState(row.state),
        version=row.version,
        is_correction=row.is_correction,
        rounds=row.rounds,
        first_sent_on=row.first_sent_on,
        sent_at=row.sent_at,
        sent_by=row.sent_by_name,
        return_reason=row.return_reason,
        updated_at=row.updated_at,
        reminded_at=row.reminded_at,
        filled=row.filled,
    )
