"""A sheet before its panel, and a member's own part, as the public interface shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts.indicators.assessments import NodeScore
from contracts.indicators.panels import (
    Agreement,
    MemberMark,
    MemberProgress,
    PanelMember,
    PanelPart,
    PanelRow,
    PanelSummary,
    PartRow,
    PartState,
    RuleAnswer,
    SheetPanel,
)
from kit.caller import Caller
from services.indicators.queries.panels.marks import Agreed, agreed_of, is_outdated, marks_of
from services.indicators.queries.panels.seats import summary_fields
from services.indicators.queries.panels.sittings import Sitting
from services.indicators.queries.sheets import assessment_of, inputs_of
from services.indicators.queries.source import Source
from services.indicators.rules.panels.agreeing import (
    Mark,
    Spread,
    ordered_by_dispute,
    sees_reasons,
    sees_scores,
    spread_of,
)
from services.indicators.rules.panels.membership import Member
from services.indicators.rules.scoring import Additive, Answer, Choice, Rule

CLOSED = "Hồ sơ chưa ở bước thẩm định, hoặc đã chốt điểm cuối."
DONE = "Anh/chị đã báo chấm xong; muốn sửa thì chủ trì mở lại."
RECUSED = "Anh/chị không tham gia chấm hồ sơ này."


async def sheet_panel(source: Source, sitting: Sitting, caller: Caller) -> SheetPanel:
    """The table of a sheet: who is how far, scores side by side for those who may see them, what is agreed."""
    entry, seats = sitting.entry, sitting.seats
    agreed = await agreed_of(source, seats.id, entry.head.id)
    held = {code for code, one in agreed.items() if not is_outdated(code, one.at, entry.late)}
    looker = sitting.looker(caller)
    shown = sees_scores(looker, all_agreed=held >= sitting.demanded)
    marks = await marks_of(source, seats.id, entry.head.id)
    return SheetPanel(
        assessment=str(entry.head.id),
        area_name=entry.head.area_name,
        version=entry.head.version,
        state=entry.head.state,
        panel=PanelSummary(**summary_fields(seats), members=[PanelMember(**one) for one in seats.members]),
        head=looker.is_head,
        member=looker.named and bool(sitting.allotment.by_account[caller.id]),
        blind=not shown,
        open=looker.is_head and not looker.recused and sitting.is_open,
        agreed=len(held & sitting.demanded),
        of=len(sitting.demanded),
        members=[
            _progress(sitting, one, with_reason=sees_reasons(looker) or one.account == caller.id)
            for one in seats.seated
        ],
        rows=_rows(sitting, sitting.shown_to(caller, marks) if shown else {}, agreed),
    )


async def own_part(source: Source, sitting: Sitting, account: str) -> PanelPart:
    """A member's own part."""
    entry = sitting.entry
    found = await marks_of(source, sitting.seats.id, entry.head.id, account=account)
    part, codes = sitting.allotment.part(account), sitting.allotment.by_account[account]
    framework = entry.head.framework
    rows = [
        _part_row(row, _answers(framework.leaf(row.code).rule), found.get(row.code, []))
        for row in assessment_of(entry).rows
        if row.code in codes
    ]
    why = closed_because(sitting, account)
    return PanelPart(
        assessment=str(entry.head.id),
        area_name=entry.head.area_name,
        version=part.version,
        state=part.state,
        open=why is None,
        detail=why,
        given=part.given,
        of=len(sitting.must(account)),
        decimals=framework.scale.decimals,
        rows=rows,
    )


def closed_because(sitting: Sitting, account: str) -> str | None:
    """Why a member cannot score at present; None when they can."""
    match sitting.allotment.part(account).state:
        case PartState.RECUSED:
            return RECUSED
        case PartState.DONE:
            return DONE
        case _:
            return None if sitting.is_open else CLOSED


def _progress(sitting: Sitting, member: Member, *, with_reason: bool) -> MemberProgress:
    part = sitting.allotment.part(member.account)
    return MemberProgress(
        account=member.account,
        name=member.name,
        head=member.is_head,
        state=part.state,
        given=part.given,
        of=len(sitting.must(member.account)),
        reason=part.reason if with_reason else None,
    )


def _rows(sitting: Sitting, marks: Mapping[str, Sequence[Mark]], agreed: Mapping[str, Agreed]) -> list[PanelRow]:
    by_code = {row.code: row for row in assessment_of(sitting.entry).rows}
    counted = {code: sitting.counted(code, found) for code, found in marks.items()}
    spreads = {code: spread_of(found, sitting.entry.head.framework.scale.decimals) for code, found in counted.items()}
    threshold = sitting.seats.threshold
    apart = {
        code: (spread, by_code[code].max_points)
        for code, spread in spreads.items()
        if spread is not None and code in by_code and spread.is_disputed(by_code[code].max_points, threshold)
    }
    return [
        _row(sitting, by_code[code], counted.get(code, []), spreads.get(code), agreed.get(code), code in apart)
        for code in ordered_by_dispute(list(by_code), apart)
    ]


def _row(
    sitting: Sitting,
    row: NodeScore,
    marks: Sequence[Mark],
    spread: Spread | None,
    agreed: Agreed | None,
    is_disputed: bool,
) -> PanelRow:
    names = {one.account: one.name for one in sitting.seats.seated}
    return PanelRow(
        **_head(row),
        ready=sitting.allotment.is_ready(row.code),
        marks=[
            MemberMark(account=one.account, name=names[one.account], points=one.kept.points, note=one.note)
            for one in marks
        ],
        lowest=spread and spread.lowest,
        highest=spread and spread.highest,
        median=spread and spread.median,
        disputed=is_disputed,
        agreement=None if agreed is None else _agreement(sitting, row.code, agreed),
    )


def _agreement(sitting: Sitting, code: str, agreed: Agreed) -> Agreement:
    return Agreement(
        points=agreed.points,
        reason=agreed.reason,
        by=agreed.by_name,
        at=agreed.at,
        outdated=is_outdated(code, agreed.at, sitting.entry.late),
    )


def _part_row(row: NodeScore, answers: Sequence[Answer], marks: Sequence[Mark]) -> PartRow:
    mark = marks[0] if marks else None
    return PartRow(
        **_head(row),
        answers=[RuleAnswer(key=one.key, label=one.label, share=one.share) for one in answers],
        self_note=row.self_note,
        evidence=row.evidence or 0,
        points=mark and mark.kept.points,
        inputs=inputs_of(mark.kept.inputs) if mark else None,
        note=mark and mark.note,
    )


def _head(row: NodeScore) -> dict[str, Any]:
    """What both tables show of a criterion."""
    return {
        "code": row.code,
        "name": row.name,
        "parent_code": row.parent_code,
        "max_points": row.max_points,
        "rule": row.rule,
        "self": row.self,
    }


def _answers(rule: Rule | None) -> tuple[Answer, ...]:
    """What is chosen among: the answers of a choice, the parts of an additive rule; of other rules nothing."""
    match rule:
        case Choice():
            return rule.answers
        case Additive():
            return rule.parts
        case _:
            return ()
