"""Frameworks (bộ tiêu chí) from the command line: a file is checked, compared with another, and published."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from commands import storage
from commands.failures import CannotServe
from commands.system import opened
from contracts.access import Right
from contracts.indicators.frameworks import FrameworkDiff
from kit.caller import Caller, Grant
from kit.database import in_unit
from kit.errors import NotFound, Refusal
from kit.numbers import write_number
from kit.settings import Settings
from services.indicators.actions.frameworks import put_framework
from services.indicators.queries.comparisons import diff_of
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.source import Transaction
from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid
from services.indicators.rules.frameworks.levels import rule_told

OPERATOR = Caller("operator", "operator", "Người vận hành", (Grant(frozenset({Right.FRAMEWORKS_WRITE}), "VN"),))
BASES = {"stated": "ghi trong tệp", "same": "cùng mã, tên", "same_name": "cùng tên", "similar": "tên gần giống"}


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Tell every fault of a file with its line, or what the file says."""
    framework = _read(options.file)
    if framework is None:
        return 1
    leaves, total = len(framework.leaves), write_number(framework.scale.total)
    print(f"{options.file}: đạt. {framework.code}, {leaves} tiêu chí, {total} điểm, {framework.unit_class}.")
    for line in rule_told(framework.recognition) if framework.recognition else ():
        print(f"  {line}")
    return 0


def diff(settings: Settings, options: argparse.Namespace) -> int:
    """Tell what differs between two files, and how nodes carry over."""
    old, new = _read(options.old), _read(options.new)
    if old is None or new is None:
        return 1
    print("\n".join(_told(diff_of(old, new))))
    return 0


def publish(settings: Settings, options: argparse.Namespace) -> int:
    """Publish a file into the running system's database, or its own."""
    framework = _read(options.file)
    if framework is None:
        return 1
    with storage.server(settings) as admin:
        storage.prepare(settings, admin)
        try:
            told = asyncio.run(_publish(settings, admin, framework.code, _text(options.file), options.reason))
        except Refusal as refusal:
            faults = [f"  {fault.detail}" for fault in refusal.faults]
            print(refusal.detail, *faults, sep="\n", file=sys.stderr)
            return 1
    print(told)
    return 0


async def _publish(settings: Settings, admin: str, code: str, text: str, reason: str) -> str:
    databases = storage.databases(settings, admin)
    async with opened(databases), in_unit(databases["indicators"]) as session:
        try:
            seen = (await get_stored(Transaction(session), code)).version
        except NotFound:
            seen = None
        stored, is_new = await put_framework(session, OPERATOR, code, text, reason=reason or None, seen=seen)
    if stored.version == seen:
        return f"{code}: không có gì thay đổi, vẫn là phiên bản {seen}."
    return f"{code}: đã ban hành {'mới' if is_new else f'phiên bản {stored.version}'}."


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotServe(f"Không đọc được tệp {file}: {error}") from error


def _read(file: Path) -> Framework | None:
    """The framework of a file; None after telling its faults."""
    try:
        return load_framework(_text(file))
    except FrameworkInvalid as error:
        for problem in error.problems:
            print(f"{file}:{problem.line or 1}: {problem}", file=sys.stderr)
        print(f"{len(error.problems)} lỗi.", file=sys.stderr)
        return None


def _told(found: FrameworkDiff) -> Iterator[str]:
    old, new = found.old, found.new
    yield " → ".join(f"{one.code} ({one.leaves} tiêu chí, {write_number(one.max_points)} điểm)" for one in (old, new))
    yield from (f"  {one.title}: {one.before or '–'} → {one.after or '–'}" for one in found.head)
    yield from (f"+ {one.code} {one.name}" for one in found.added)
    yield from (f"- {one.code} {one.name}" for one in found.removed)
    for node in found.changed:
        yield f"~ {node.old_code} → {node.code} {node.name}"
        yield from (f"    {one.title}: {one.before or '–'} → {one.after or '–'}" for one in node.changes)
    yield "Kế thừa:"
    yield from (f"  {one.code} ← {one.old_code} ({BASES[one.basis]}) {one.name}" for one in found.carried)
    if found.same:
        yield "Không khác gì."
