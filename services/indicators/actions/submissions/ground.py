"""The ground every verb stands on: the submission as it is, locked, and a caller who may."""

from collections.abc import Sequence
from uuid import UUID

from contracts.indicators.submissions import SubmissionState, Verb
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, NotFound, Stale
from kit.preconditions import etag
from kit.shapes import Fault
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.heads import NO_SUBMISSION, Head, get_head, lock_heads
from services.indicators.queries.submissions.whole import may
from services.indicators.rules.submissions.states import (
    STATE_NAMES,
    TRANSITIONS,
    impossible,
    is_possible,
)
from services.indicators.rules.territory import OUT_OF_REACH

NOT_THE_UNIT = "Chỉ người được giao tại chính đơn vị mới nhập và gửi được; tài khoản này được giao ở cấp trên."
NOT_ALLOWED = {
    Verb.RETURN: "Tài khoản không có quyền duyệt số liệu.",
    Verb.ACCEPT: "Tài khoản không có quyền duyệt số liệu.",
    Verb.PUBLISH: "Tài khoản không có quyền công bố số liệu.",
}
STATE = "Submission-State"
"""The header in which a refusal tells the present state."""


async def locked(source: Source, caller: Caller, submission: UUID, verb: Verb, seen: int) -> Head:
    """The submission, nobody else's until this transaction ends, in a state from which the verb begins.

    Raises NotFound, Forbidden, Stale when it is not at the version the caller saw, and Conflict when it is in another
    state; both tell the present one.
    """
    head = await get_head(source, submission)
    refuse(caller, verb, head.area, head.reach)
    held = (await lock_heads(source, [submission])).get(submission)
    if held is None:
        raise NotFound(NO_SUBMISSION)
    version, state = held
    if version != seen or version != head.version:
        raise Stale(
            f"Hồ sơ đã được người khác sửa, nay {STATE_NAMES[state]}, phiên bản {version}. "
            "Hãy tải lại, xem thay đổi rồi làm tiếp.",
            [_present(state)],
            headers=headers_of(version, state),
        )
    if not is_possible(verb, state, is_correction=head.is_correction):
        raise Conflict(impossible(verb, state), [_present(state)], headers=headers_of(version, state))
    return head


def refuse(caller: Caller, verb: Verb, area: str, reach: Sequence[str]) -> None:
    """Forbidden unless the caller may do it to submissions of this unit."""
    if not may(caller, area, reach, TRANSITIONS[verb]):
        raise Forbidden(why_not(caller, verb, reach))


def why_not(caller: Caller, verb: Verb, reach: Sequence[str]) -> str:
    """Why somebody may not do it to submissions of a unit of this reach."""
    right = TRANSITIONS[verb].right
    if not caller.holds(right):
        return NOT_ALLOWED.get(verb, "Tài khoản không có quyền nhập số liệu.")
    return NOT_THE_UNIT if caller.may(right, reach) else OUT_OF_REACH


def headers_of(version: int, state: SubmissionState) -> dict[str, str]:
    """What a refusal tells machines of the present state."""
    return {"ETag": etag(version), STATE: state.value}


def _present(state: SubmissionState) -> Fault:
    return Fault(pointer="/state", detail=f"Trạng thái nay: {STATE_NAMES[state]} ({state.value}).")
