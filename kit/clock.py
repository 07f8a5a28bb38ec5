"""The one place that reads the clock: UTC for machines, Asia/Ho_Chi_Minh for people's days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PEOPLE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day as people in Vietnam count it."""
    return datetime.now(PEOPLE).date()
