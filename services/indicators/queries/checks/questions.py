"""What the checks are asked of submissions: the same few statements however many, and however many cells."""

from collections.abc import Sequence
from uuid import UUID

from services.indicators.queries.checks.peers import peers_of
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.evidence.attachments import counts_of
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.whole import Whole, corrected
from services.indicators.rules.checks import Finding, Question, check


async def questions_of(source: Source, wholes: Sequence[Whole]) -> dict[UUID, Question]:
    """Submissions with all that their cells are held against."""
    wanted = {code for whole in wholes for code in whole.head.form.codes}
    rows = [row for row in (await current_definitions(source)).rows.values() if row.code in wanted]
    rules, numbers = {row.code: rule_of(row) for row in rows}, {row.code: row.no for row in rows}
    heads = [whole.head for whole in wholes]
    evidence = await counts_of(
        source, {head.period.key for head in heads}, {head.area_no for head in heads}, numbers.values()
    )
    asked = {(head.form.id, head.period): (head.form, head.period) for head in heads}
    open_ones = {row.code: row.no for row in rows if row.public}  # or sender and reviewer would be told otherwise
    peers = await peers_of(source, asked.values(), rules, open_ones)
    return {
        whole.head.id: Question(
            form=whole.head.form,
            period=whole.head.period,
            cells=whole.cells,
            history=whole.before,
            rules=rules,
            evidence={
                code: evidence.get((whole.head.period.key, whole.head.area_no, no), 0) for code, no in numbers.items()
            },
            peers=peers.of_others(whole.head.form, whole.head.period, whole.head.area_no),
            asked=corrected(whole.cells) if whole.head.is_correction else None,
        )
        for whole in wholes
    }


async def findings_of(source: Source, wholes: Sequence[Whole]) -> dict[UUID, list[Finding]]:
    """What the checks find in submissions."""
    return {id_: check(question) for id_, question in (await questions_of(source, wholes)).items()}
