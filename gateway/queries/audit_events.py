"""Reading the audit: events within somebody's reach, or somebody's own, newest first."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from contracts.audit import ACTION_NAMES, READINGS, Action, AuditEvent
from contracts.reach import NATION
from kit.database import Reader
from kit.database.pool import Row
from kit.text import fold

# Whom or what it was done to; the e-mail of an account only for who reaches where it works.
_COLUMNS = """
    event.id, event.at, event.action, event.outcome, event.actor_kind, event.actor_id, event.actor_name, event.address,
    event.subject, event.place,
    (select name from places where places.id = event.place) as place_name,
    case
        when event.subject like 'client:%%' then
            (select name from clients where client_id = substr(event.subject, 8))
        when not pg_input_is_valid(split_part(event.subject, ':', 2), 'uuid') then null
        when event.subject like 'account:%%' then
            (select name || case when place = any(%(places)s::text[]) or 'VN' = any(%(places)s::text[])
                or place in (select id from places where reach && %(places)s::text[])
                then ' (' || email || ')' else '' end
             from accounts where id = split_part(event.subject, ':', 2)::uuid)
        when event.subject like 'session:%%' then
            (select name from sessions join accounts on accounts.id = account_id
             where sessions.id = split_part(event.subject, ':', 2)::uuid)
        when event.subject like 'delegation:%%' then
            (select name from delegations join accounts on accounts.id = borrower_id
             where delegations.id = split_part(event.subject, ':', 2)::uuid)
    end as subject_name,
    event.before, event.after, event.reason, event.request_id,
    exists (select from audit_leaves leaf where leaf.event_id = event.id) as is_sealed
"""
# An event belongs where it was done, and where the accounts work whose deed it was, or on whom it was done.
_WITHIN = """
    (event.place = any(%(places)s::text[])
     or event.place in (select id from places where reach && %(places)s)
     or event.actor_id in (select id::text from within)
     or event.subject in (select 'account:' || id::text from within))
"""
_ACCOUNTS = """
    with within as (
        select id from accounts
        where place = any(%(places)s::text[]) or place in (select id from places where reach && %(places)s::text[])
    )
"""
_OWN = "(event.actor_id = %(account)s or event.subject = 'account:' || %(account)s)"
# Names as kit.text.fold has them; who was refused at signing in is the account that was tried.
_CHOSEN = """
    and (%(actor)s::text is null or event.actor_id = %(actor)s
         or position(%(words)s in lower(translate(
            regexp_replace(normalize(event.actor_name, NFD), '[\\u0300-\\u036f]', '', 'g'), 'Đđ', 'dd'))) > 0
         or event.actor_id in (select id::text from accounts where position(%(words)s in folded) > 0)
         or event.actor_kind = 'anonymous' and event.subject in (
            select 'account:' || id::text from accounts where position(%(words)s in folded) > 0))
    and (%(changes_only)s::bool is false or event.action <> all(%(readings)s::text[]))
    and (%(action)s::text is null or event.action = %(action)s)
    and (%(outcome)s::text is null or event.outcome = %(outcome)s)
    and (%(subject)s::text is null or event.subject = %(subject)s)
    and (%(place)s::text is null or event.place = %(place)s
         or event.place in (select id from places where %(place)s = any(reach)))
    and (%(since)s::timestamptz is null or event.at >= %(since)s)
    and (%(until)s::timestamptz is null or event.at < %(until)s)
"""
_ORDER = """
    and (%(after_at)s::timestamptz is null or (event.at, event.id) < (%(after_at)s, %(after_id)s))
    order by event.at desc, event.id desc limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; None leaves a condition out. `actor` is an id, or a part of a name or e-mail, marks or not."""

    actor: str | None = None
    action: str | None = None
    outcome: str | None = None
    subject: str | None = None
    place: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    changes_only: bool = False


def _within(places: Sequence[str]) -> tuple[str, str]:
    """What stands before the select, and the condition; who holds the nation reads all."""
    if NATION in places:
        return "", "true"
    return _ACCOUNTS, _WITHIN


async def list_events(
    reader: Reader, wanted: Wanted, *, places: Sequence[str], after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Events within reach of `places`, newest first; at most limit + 1."""
    head, within = _within(places)
    statement = f"{head} select {_COLUMNS} from audit_events event where {within} {_CHOSEN} {_ORDER}"  # noqa: S608
    return await reader.rows(statement, _asked(wanted, after, limit) | {"places": list(places)})


async def list_own(
    reader: Reader, wanted: Wanted, *, account: str, after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """What an account did, and what was done to it, newest first; at most limit + 1."""
    statement = f"select {_COLUMNS} from audit_events event where {_OWN} {_CHOSEN} {_ORDER}"  # noqa: S608
    return await reader.rows(statement, _asked(wanted, after, limit) | {"account": account, "places": []})


async def get_event(reader: Reader, event: int, *, places: Sequence[str], missing: str) -> Row:
    """One event within reach; NotFound otherwise."""
    head, within = _within(places)
    statement = f"{head} select {_COLUMNS} from audit_events event where event.id = %(event)s and {within}"  # noqa: S608
    return await reader.one(statement, {"event": event, "places": list(places)}, missing)


async def get_own(reader: Reader, event: int, *, account: str, missing: str) -> Row:
    """One event of an account's own; NotFound otherwise."""
    statement = f"select {_COLUMNS} from audit_events event where event.id = %(event)s and {_OWN}"  # noqa: S608
    return await reader.one(statement, {"event": event, "account": account, "places": []}, missing)


def _asked(wanted: Wanted, after: Sequence[Any] | None, limit: int) -> dict[str, Any]:
    at, number = after or (None, None)
    words = fold(wanted.actor) or None if wanted.actor else None
    told = {"words": words, "readings": sorted(READINGS), "after_at": at, "after_id": number, "limit": limit + 1}
    return {**asdict(wanted), **told}


def event_of(row: Row) -> AuditEvent:
    """An event as its readers see it."""
    named = ACTION_NAMES.get(row.action, row.action) if row.action in set(Action) else row.action
    return AuditEvent(**row._asdict(), action_name=named)


def own_event_of(row: Row, account: str) -> AuditEvent:
    """The same for the account itself; from where others acted on it is not told."""
    event = event_of(row)
    is_own = row.actor_id == account or row.action.startswith("session.")
    return event if is_own else event.model_copy(update={"address": ""})
