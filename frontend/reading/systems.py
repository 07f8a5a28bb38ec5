"""Systems that data are shared with, in the words of the page: state, what they may, what must be looked after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.access import RIGHT_NAMES, Right
from contracts.clients import ApiClient, IssuedSecret
from frontend.formats import day, instant
from kit.clock import PEOPLE

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class State:
    """A word for how a thing stands, with the kind of its mark, and a sentence where something must be done."""

    word: str
    kind: str
    warning: str = ""


def scope_names(scopes: Iterable[str]) -> list[str]:
    """What a system may do, in Vietnamese."""
    return [RIGHT_NAMES[Right(scope)] for scope in scopes]


def last_day(expires_at: datetime | None) -> date | None:
    """The last day on which something holds that ends at an instant."""
    return None if expires_at is None else (expires_at - timedelta(seconds=1)).astimezone(PEOPLE).date()


def state_of(system: ApiClient, now: datetime) -> State:
    """How a system stands."""
    if system.revoked_at is not None:
        return State("Đã thu hồi", "none")
    if not system.live:
        return State("Hết hạn", "late", f"đã hết hạn, dùng đến hết ngày {day(last_day(system.expires_at))}")
    if system.expires_at is not None and system.expires_at - now <= SOON:
        return State("Sắp hết hạn", "watch", f"sẽ hết hạn sau ngày {day(last_day(system.expires_at))}")
    if not any(secret.live for secret in system.secrets):
        return State("Không có mật khẩu", "late", "không còn mật khẩu nào dùng được")
    return State("Đang dùng", "good")


def secret_state(secret: IssuedSecret) -> State:
    """How a secret stands."""
    if not secret.live:
        return State("Đã kết thúc", "none")
    if secret.expires_at is None:
        return State("Đang dùng", "good")
    return State("Sắp kết thúc", "watch", f"dùng được đến {instant(secret.expires_at)}")


def warnings_of(systems: Iterable[ApiClient], now: datetime) -> list[tuple[ApiClient, str]]:
    """The systems somebody must look after, and why."""
    told = [(system, state_of(system, now).warning) for system in systems]
    return [(system, warning) for system, warning in told if warning]
