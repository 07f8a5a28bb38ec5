"""Forms about people: the choices they offer, and what a refusal says at which box."""

from collections.abc import Mapping, Sequence

from contracts.access import ROLE_NAMES
from contracts.accounts import STATE_NAMES, AccountState
from contracts.delegations import STATE_NAMES as LOAN_STATE_NAMES
from contracts.delegations import DelegationState
from kit.shapes import Fault

NO_DAY = "Hãy nhập một ngày có thật, dạng 31/12/2026."
STATE_KINDS = {AccountState.ACTIVE: "good", AccountState.INVITED: "wait", AccountState.DISABLED: "none"}
LOAN_KINDS = {
    DelegationState.IN_FORCE: "good",
    DelegationState.SUSPENDED: "watch",
    DelegationState.EXPIRED: "none",
    DelegationState.ENDED: "none",
}
ROLE_OPTIONS = [(role.value, name) for role, name in ROLE_NAMES.items()]
STATE_OPTIONS = [("", "Mọi trạng thái"), *((state.value, name) for state, name in STATE_NAMES.items())]


def state_tag(state: str) -> tuple[str, str]:
    """Name and kind of an account's state."""
    known = AccountState(state)
    return STATE_NAMES[known], STATE_KINDS[known]


def loan_tag(state: str) -> tuple[str, str]:
    """Name and kind of a delegation's state."""
    known = DelegationState(state)
    return LOAN_STATE_NAMES[known], LOAN_KINDS[known]


def errors_at(faults: Sequence[Fault], detail: str, boxes: Mapping[str, str]) -> dict[str, str]:
    """Each fault at its box (the last name of its pointer, by `boxes`); what belongs to none stands at ""."""
    found: dict[str, str] = {}
    for fault in faults:
        found.setdefault(boxes.get(fault.pointer.rpartition("/")[2], ""), fault.detail)
    return found or {"": detail or "Chưa làm được việc này."}
