"""Publishing the results of many sheets by one decision: all of them or none, each of them only once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import SheetPublication, SheetPublicationCreate, SheetVerb
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Forbidden, Invalid
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.rounds.stepping import OutOfTurn
from services.indicators.queries import frameworks, scores
from services.indicators.queries.frameworks import StoredFramework
from services.indicators.queries.rounds import publishing, states
from services.indicators.queries.rounds.publishing import Scope
from services.indicators.queries.rounds.states import Step
from services.indicators.queries.source import Source, Transaction
from services.indicators.rules.deeds import listed
from services.indicators.rules.rounds.certificates import certify
from services.indicators.rules.rounds.workflow import STATE_NAMES
from services.indicators.rules.territory import OUT_OF_REACH

NOT_ISSUED = "Quyết định chưa ban hành: ngày ban hành là hôm nay hoặc một ngày trước đó."
_CLOSED = frozenset({SheetState.FINALISED, SheetState.PUBLISHED})


async def publish_sheets(
    session: AsyncSession, caller: Caller, wanted: SheetPublicationCreate, *, today: date, illustrative: bool = False
) -> SheetPublication:
    """Publish every finalised sheet in question and fix what its unit is recognised as.

    Forbidden out of reach; Invalid for unknown names and a decision of a day to come; OutOfTurn when nothing is
    finalised, or, unless these are to be left out, naming each sheet that is not.
    """
    source = Transaction(session)
    stored, scope = await _scope(source, caller, wanted, today)
    scope = replace(scope, illustrative=illustrative)
    found = await publishing.lock_sheets(source, scope)
    _refuse_missing(scope, found)
    if not wanted.leave_out_unfinished:
        _refuse_unfinished(found)
    ready = [row for row in found if row.state == SheetState.FINALISED]
    if not ready:
        raise OutOfTurn("Không có hồ sơ nào đã chốt điểm cuối để công bố.")
    ids = [row.id for row in ready]
    made = await publishing.write_publication(source, scope, ids, by_id=caller.id, by_name=caller.name)
    words = f"{wanted.instrument.number} ngày {wanted.instrument.issued_on:%d/%m/%Y}"
    step = Step(SheetVerb.PUBLISH, SheetState.FINALISED, SheetState.PUBLISHED, words)
    await states.remember(source, ids, step, by_id=caller.id, by_name=caller.name)
    await _certify(source, stored, scope, made.id, ready)
    told = {
        "framework": made.framework,
        "period": made.period,
        "instrument": words,
        "sheets": listed(row.area for row in ready),
    }
    await tell(session, caller, Deed(Action.SHEETS_PUBLISHED, f"publication:{made.id}", scope.within, after=told))
    return made


async def _scope(
    source: Source, caller: Caller, wanted: SheetPublicationCreate, today: date
) -> tuple[StoredFramework, Scope]:
    stored = await frameworks.find_framework(source, wanted.framework)
    area = await scores.find_area(source, wanted.within)
    faults = []
    if stored is None:
        faults.append(Fault(pointer="/framework", detail=f"Không có bộ chỉ số “{wanted.framework}”."))
    if area is None:
        faults.append(Fault(pointer="/within", detail=f"Không có địa bàn “{wanted.within}”."))
    if wanted.instrument.issued_on > today:
        faults.append(Fault(pointer="/instrument/issued_on", detail=NOT_ISSUED))
    if stored is None or area is None or faults:
        raise Invalid("Chưa công bố được.", faults)
    if not caller.may(Right.ASSESSMENTS_FINALISE, area.reach):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/within", detail=OUT_OF_REACH)])
    scope = Scope(
        framework_id=stored.id,
        framework=stored.framework.code,
        rule_hash=stored.definition_hash,
        period=Period.parse(wanted.period),
        within=wanted.within,
        instrument=wanted.instrument,
        areas=tuple(dict.fromkeys(wanted.areas)),
    )
    return stored, scope


def _refuse_missing(scope: Scope, found: Sequence[Any]) -> None:
    missing = sorted(set(scope.areas) - {row.area for row in found})
    faults = [Fault(pointer="/areas", detail=f"“{area}” không có hồ sơ của bộ chỉ số và kỳ này.") for area in missing]
    if faults:
        raise Invalid("Chưa công bố được.", faults)


def _refuse_unfinished(found: Sequence[Any]) -> None:
    faults = [
        Fault(pointer=f"/sheets/{row.area}", detail=f"{row.name}: {STATE_NAMES[SheetState(row.state)].lower()}.")
        for row in found
        if row.state not in _CLOSED
    ]
    if faults:
        raise OutOfTurn(f"Còn {len(faults)} hồ sơ chưa chốt điểm cuối nên chưa công bố gì.", faults)


async def _certify(
    source: Source, stored: StoredFramework, scope: Scope, publication: str, ready: Sequence[Any]
) -> None:
    points = await publishing.final_points(source, [row.id for row in ready])
    certificates = {row.id: certify(stored.framework, row.area, points.get(row.id, {})) for row in ready}
    made = {UUID(str(id_)): one for id_, one in certificates.items() if one is not None}
    if made:
        await publishing.write_recognitions(source, scope, publication, made)
