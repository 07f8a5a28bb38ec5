"""Publishing frameworks (bộ chỉ số) from their YAML text."""

import hashlib

from sqlmodel.ext.asyncio.session import AsyncSession

from kit.errors import Conflict
from services.indicators.queries import frameworks as queries
from services.indicators.queries.source import Transaction
from services.indicators.queries.totals import renew_totals
from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework


async def publish_framework(session: AsyncSession, definition: str) -> bool:
    """Publish the framework a file defines; False when it already stands exactly so. Totals of its sheets follow.

    Raises `FrameworkInvalid` for an unsound file, and Conflict when sheets of the framework exist and the change would
    give their scores another meaning: a new decree is a new file with a new code.
    """
    framework = load_framework(definition)
    digest = hashlib.sha256(definition.encode()).hexdigest()
    source = Transaction(session)
    stored = await queries.find_framework(source, framework.code)
    if stored is not None and stored.definition_hash == digest:
        await renew_totals(source, stored)
        return False
    redefined = stored is not None and _meaning(stored.framework) != _meaning(framework)
    if stored is not None and redefined and await queries.is_used(source, stored.id):
        raise Conflict(f"Bộ chỉ số {framework.code} đã có hồ sơ đánh giá; nội dung mới cần một mã mới.")
    await renew_totals(source, await queries.put_framework(source, framework, definition, digest))
    return True


def _meaning(framework: Framework) -> object:
    """What scores depend on; names and notes may be corrected at any time."""
    nodes = [(node.code, node.maximum, node.weight, node.scored, node.rule) for node in framework.walk()]
    return framework.level, framework.period_kind, framework.scale, framework.formula, nodes
