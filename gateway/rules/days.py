"""Days until which a role counts, as people in Vietnam count them: the whole last day is included."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PEOPLE = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_LOAN = timedelta(days=90)
"""How long a role may be lent."""


def end_of(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, PEOPLE)


def last_day(until: datetime) -> date:
    """The last day of what counts until an instant."""
    return (until - timedelta(microseconds=1)).astimezone(PEOPLE).date()
