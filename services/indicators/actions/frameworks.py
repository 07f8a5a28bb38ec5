"""Publishing frameworks (bộ tiêu chí) from their YAML text: what comes with the product, and what people issue."""

import asyncio
import hashlib
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.frameworks import FrameworkFault
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, PreconditionRequired, Stale
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries import framework_versions as versions
from services.indicators.queries import frameworks as queries
from services.indicators.queries.frameworks import StoredFramework
from services.indicators.queries.scores import find_area
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.totals import renew_totals
from services.indicators.rules.fields import FileProblem
from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid
from services.indicators.rules.frameworks.meaning import redefinitions
from services.indicators.rules.frameworks.succession import closed, succession_faults, until

REFUSED = "Chưa ban hành được bộ tiêu chí."
OUT_OF_REACH = "Bộ tiêu chí áp dụng cho địa bàn ngoài phạm vi ban hành của tài khoản."
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a text: the framework where it reads well, what stands in its place, and every fault."""

    framework: Framework | None
    standing: StoredFramework | None
    faults: list[FrameworkFault]


async def publish_framework(session: AsyncSession, definition: str) -> bool:
    """Publish a file that comes with the product; False when it stands already, or a person has revised it since.

    Raises `FrameworkInvalid` for an unsound file, and Conflict when sheets of the framework exist and the change would
    give their scores another meaning: a new decree is a new file with a new code. Totals of its sheets follow.
    """
    framework = load_framework(definition)
    source = Transaction(session)
    await versions.claim_frameworks(source)
    stored = await queries.find_framework(source, framework.code)
    if stored is not None and (stored.revised_by or stored.definition_hash == _digest(definition)):
        await renew_totals(source, stored)
        return False
    if faults := succession_faults(framework, await queries.all_frameworks(source)):
        raise FrameworkInvalid(faults)
    await _refuse_redefinition(source, framework, stored)
    version = versions.Version(definition, _digest(definition), "system", "Hệ thống")
    await _write(source, framework, version)
    await renew_totals(source, await queries.get_stored(source, framework.code))
    return True


async def check_framework(source: Source, caller: Caller, definition: str) -> Checked:
    """All that is wrong with a text, or what it would publish. Nothing is saved."""
    try:
        framework = await asyncio.to_thread(load_framework, definition)
    except FrameworkInvalid as error:
        return Checked(None, None, _told(error.problems, definition))
    others = await queries.all_frameworks(source)
    faults = _told(succession_faults(framework, others), definition)
    own = await queries.find_framework(source, framework.code)
    standing = own
    if own is None and framework.succeeds is not None:
        standing = await queries.find_framework(source, framework.succeeds)
    if not await _may_publish(source, caller, framework.area):
        faults.append(_fault("area", OUT_OF_REACH, definition))
    if own is not None:
        changes = await _redefinition(source, framework, own)
        faults += [_fault("", change, definition) for change in changes[:MOST_TOLD]]
    return Checked(closed(framework, [*others, framework]), standing, faults)


async def put_framework(
    session: AsyncSession, caller: Caller, code: str, definition: str, *, reason: str | None, seen: int | None
) -> tuple[StoredFramework, bool]:
    """Publish a framework, or its next version, and whether it is new. The same text again changes nothing.

    `seen` is the version the sender changes. Raises Forbidden outside the caller's reach, Stale,
    PreconditionRequired, Invalid naming lines, and Conflict telling each change that scores do not allow.
    """
    source = Transaction(session)
    await versions.claim_frameworks(source)
    stored = await queries.find_framework(source, code)
    if stored is not None:
        await _refuse_strangers(source, caller, stored.framework.area)
    if stored is not None and stored.definition_hash == _digest(definition):
        return stored, False
    framework = await _sound(source, code, definition, stored)
    await _refuse_strangers(source, caller, framework.area)
    if framework.succeeds is not None:
        before = await queries.get_stored(source, framework.succeeds)
        await _refuse_strangers(source, caller, before.framework.area)
    _refuse_unseen(stored, seen)
    if stored is not None and not reason:
        fault = Fault(pointer="/reason", detail="Hãy ghi lý do sửa bộ tiêu chí đã ban hành.")
        raise Invalid(REFUSED, [fault])
    await _refuse_redefinition(source, framework, stored)
    version = versions.Version(definition, _digest(definition), caller.id, caller.name, reason, revised_by=caller.id)
    number = await _write(source, framework, version)
    await tell(session, caller, _deed(framework, stored, version, number))
    return await queries.get_stored(source, code), stored is None


async def _sound(source: Source, code: str, definition: str, stored: StoredFramework | None) -> Framework:
    try:
        framework = await asyncio.to_thread(load_framework, definition)
    except FrameworkInvalid as error:
        raise _invalid(_told(error.problems, definition)) from error
    if framework.code != code:
        detail = f"Mã trong tệp là {framework.code}, địa chỉ gửi đến là {code}."
        raise _invalid([_fault("code", detail, definition)])
    problems = succession_faults(framework, await queries.all_frameworks(source))
    if stored is not None and stored.framework.succeeds not in (None, framework.succeeds):
        problems.append(FileProblem("succeeds", f"Đã ban hành là kế thừa {stored.framework.succeeds}, không bỏ được."))
    if problems:
        raise _invalid(_told(problems, definition))
    return framework


async def _write(source: Source, framework: Framework, version: versions.Version) -> int:
    """Write it, and let whatever it succeeds be in force until the eve of its first day; its version."""
    others = [other for other in await queries.all_frameworks(source) if other.code != framework.code]
    before = next((other for other in others if other.code == framework.succeeds), None)
    if before is not None:
        stored = await queries.get_stored(source, before.code)
        last = until(await asyncio.to_thread(load_framework, stored.definition), [framework])
        used = await versions.use_of(source, stored.id)
        if last is not None and used.last_period is not None and last < used.last_period.first_day():
            raise Conflict(f"{before.code} đã có hồ sơ của {used.last_period.label}, sau ngày {last:%d/%m/%Y}.")
        await versions.close(source, before.code, last)
    _, number = await versions.put_version(source, closed(framework, [*others, framework]), version)
    return number


async def _redefinition(source: Source, framework: Framework, stored: StoredFramework) -> list[str]:
    """Changes that the sheets opened by it do not allow."""
    changes = redefinitions(stored.framework, framework)
    if not changes or not (await versions.use_of(source, stored.id)).sheets:
        return []
    return changes


async def _refuse_redefinition(source: Source, framework: Framework, stored: StoredFramework | None) -> None:
    changes = await _redefinition(source, framework, stored) if stored else []
    if changes:
        told = " ".join(changes[:MOST_TOLD])
        detail = f"Bộ chỉ số {framework.code} đã có hồ sơ đánh giá; nội dung mới cần một mã mới. {told}"
        raise Conflict(detail, [Fault(pointer="/", detail=change) for change in changes[:MOST_TOLD]])


def _refuse_unseen(stored: StoredFramework | None, seen: int | None) -> None:
    if stored is None:
        if seen is not None:
            raise Stale("Bộ tiêu chí này chưa có; hãy gửi không kèm If-Match để ban hành mới.")
        return
    if seen is None:
        raise PreconditionRequired('Hãy gửi tiêu đề If-Match với ETag đã nhận khi đọc, ví dụ "v3".')
    if seen != stored.version:
        raise Stale(
            f"Bộ tiêu chí đã được người khác sửa, nay ở phiên bản {stored.version}. Hãy tải lại, xem thay đổi rồi gửi.",
            headers={"ETag": f'"v{stored.version}"'},
        )


async def _may_publish(source: Source, caller: Caller, area: str) -> bool:
    found = await find_area(source, area)
    return found is not None and caller.may(Right.FRAMEWORKS_WRITE, found.reach)


async def _refuse_strangers(source: Source, caller: Caller, area: str) -> None:
    if not await _may_publish(source, caller, area):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])


def _deed(framework: Framework, stored: StoredFramework | None, version: versions.Version, number: int) -> Deed:
    action = Action.FRAMEWORK_PUBLISHED if stored is None else Action.FRAMEWORK_CHANGED
    before = None if stored is None else {"version": stored.version, "hash": stored.definition_hash}
    after = {"version": number, "hash": version.definition_hash, "valid_from": framework.valid_from.isoformat()}
    return Deed(action, f"framework:{framework.code}", framework.area, before, after, version.reason)


def _invalid(faults: list[FrameworkFault]) -> Invalid:
    return Invalid(
        REFUSED, [Fault(pointer=f"/{fault.line or 0}/{fault.path}", detail=fault.detail) for fault in faults]
    )


def _told(problems: tuple[FileProblem, ...] | list[FileProblem], definition: str) -> list[FrameworkFault]:
    lines = definition.splitlines()
    return [_quoting(problem, lines) for problem in problems]


def _fault(path: str, detail: str, definition: str) -> FrameworkFault:
    return _quoting(FileProblem(path, detail), definition.splitlines())


def _quoting(problem: FileProblem, lines: list[str]) -> FrameworkFault:
    """A fault with its line in the sender's own words; without a line, that of the field at the top of the file."""
    top = f"{problem.path.partition('.')[0]}:"
    at = problem.line or next((place for place, text in enumerate(lines, 1) if text.startswith(top)), None)
    quoted = lines[at - 1].strip()[:200] if at and at <= len(lines) else None
    return FrameworkFault(line=at, path=problem.path, detail=problem.detail, quoted=quoted or None)


def _digest(definition: str) -> str:
    return hashlib.sha256(definition.encode()).hexdigest()
