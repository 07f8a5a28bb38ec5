"""Forms (biểu mẫu) from the command line: a file is checked against the running system's register, or its own."""

import argparse
import asyncio
import sys
from pathlib import Path

from commands import storage
from commands.failures import CannotServe
from commands.system import opened
from contracts.access import Right
from kit.caller import Caller, Grant
from kit.database import in_unit
from kit.settings import Settings
from services.indicators.actions.forms import Checked, check_form_text

OPERATOR = Caller("operator", "operator", "Người vận hành", (Grant(frozenset({Right.FORMS_WRITE}), "VN"),))


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Tell every fault of a file with its line, or what the file says. Nothing is saved."""
    text = _text(options.file)
    with storage.server(settings) as admin:
        storage.prepare(settings, admin)
        found = asyncio.run(_check(settings, admin, text))
    for fault in found.faults:
        print(f"{options.file}:{fault.line or 1}: {fault.pointer or '/'}: {fault.detail}", file=sys.stderr)
    if found.faults or found.file is None:
        print(f"{len(found.faults)} lỗi.", file=sys.stderr)
        return 1
    file, standing = found.file, found.standing
    known = f"đang dùng lần ban hành {standing}" if standing else "biểu mẫu mới"
    print(f"{options.file}: đạt. {file.code}, {len(file.items)} chỉ tiêu, {len(file.rules)} quy tắc, {known}.")
    return 0


async def _check(settings: Settings, admin: str, text: str) -> Checked:
    databases = storage.databases(settings, admin)
    async with opened(databases), in_unit(databases["indicators"]) as session:
        return await check_form_text(session, OPERATOR, text)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotServe(f"Không đọc được tệp {file}: {error}") from error
