"""`manage.py audit verify`: whether the history is still as it was sealed; `key` and `export` beside it."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from commands import storage
from commands.keys import vault
from frontend.formats import instant
from gateway.queries.chain import chain_in
from gateway.rules.audit.seals import COLUMNS
from gateway.rules.audit.verification import Chain, Fault, Found, Verification, compare_anchor
from gateway.sealing.anchor import Anchor, AnchorUnreadable, seals_in
from gateway.sealing.keys import SealKey, Trusted
from kit.settings import Settings

MOST_SHOWN = 200
BROKEN = 1
USAGE = 2
TEXTS = ("before", "after")


def verify(settings: Settings, options: argparse.Namespace) -> int:
    """Tell every fault with its place; 0 when there is none."""
    try:
        keys = [bytes.fromhex(key) for key in options.key]
    except ValueError:
        print("Khóa phải viết bằng chữ số hệ mười sáu, như `manage.py audit key` in ra.", file=sys.stderr)
        return USAGE
    trusted = Trusted([SealKey.of(vault(settings)).public, *keys])
    anchor = options.anchor or Anchor(settings.data_dir).path
    if options.anchor is not None and not anchor.is_file():
        print(f"Không có tệp neo {anchor}.", file=sys.stderr)
        return USAGE
    with _chain(settings) as chain:
        verification = Verification(chain, trusted.has_signed)
        faults = list(verification.findings())
        faults += _against(anchor, verification, trusted)
    _tell(verification, anchor, faults)
    return BROKEN if faults else 0


def show_key(settings: Settings, options: argparse.Namespace) -> int:
    """Print the public key that checks the seals, for whoever keeps a copy of the anchor."""
    print(SealKey.of(vault(settings)).public.hex())
    return 0


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write every event as a line of JSON, oldest first."""
    with _chain(settings) as chain:
        try:
            for event in chain.events:
                told = dict(zip(COLUMNS, event, strict=True))
                told |= {name: json.loads(text) for name in TEXTS if (text := told[name]) is not None}
                print(json.dumps(told, ensure_ascii=False))
            sys.stdout.flush()
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@contextmanager
def _chain(settings: Settings) -> Iterator[Chain]:
    with storage.server(settings) as admin:
        storage.refuse_unready(settings, admin, "gateway")
        with chain_in(storage.app_dsn(settings, admin, "gateway")) as chain:
            yield chain


def _against(anchor: Path, verification: Verification, trusted: Trusted) -> list[Found]:
    """What the anchor knows and the database does not."""
    if not anchor.is_file():
        return []
    try:
        return list(compare_anchor(seals_in(anchor), verification.hashes, trusted.has_signed))
    except AnchorUnreadable as error:
        return [Found(Fault.ANCHOR, f"Tệp neo {anchor} hỏng ở {error}")]


def _tell(verification: Verification, anchor: Path, faults: Sequence[Found]) -> None:
    tally = verification.tally
    sealed = "chưa có dấu niêm phong nào"
    if tally.last is not None:
        sealed = f"{tally.last.batch.no} dấu niêm phong, dấu cuối lúc {instant(tally.last.batch.sealed_at)}"
    print(f"Đã kiểm tra {tally.events} sự kiện, {sealed}; {tally.waiting} sự kiện đang chờ niêm phong.")
    if not anchor.is_file():
        print(f"Không có tệp neo {anchor}: không thể biết phần cuối có bị cắt hay không.")
    for found in islice(faults, MOST_SHOWN):
        print(f"- {found.detail}{_when(found)}")
    if len(faults) > MOST_SHOWN:
        print(f"- … và {len(faults) - MOST_SHOWN} chỗ khác.")
    print(f"Lịch sử ĐÃ BỊ THAY ĐỔI ở {len(faults)} chỗ." if faults else "Lịch sử còn nguyên vẹn.")


def _when(found: Found) -> str:
    """Under which seal, and between which times of Vietnam, as far as they are known."""
    parts = [
        f"dấu niêm phong số {found.seal}" if found.seal is not None else "",
        f"sau {instant(found.since)}" if found.since else "",
        f"đến {instant(found.until)}" if found.until else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""
