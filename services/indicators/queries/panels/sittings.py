"""A sheet before its panel: what is whose, how far everybody is, what may be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.access import Right
from contracts.indicators.assessments import SheetState
from contracts.indicators.panels import PartState
from kit.caller import Caller
from kit.errors import NotFound
from services.indicators.queries.assessments import get_entry
from services.indicators.queries.panels.marks import parts_of
from services.indicators.queries.panels.seats import Seats, governing
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Source
from services.indicators.rules.panels.agreeing import Looker, Mark
from services.indicators.rules.panels.membership import Allotment, allot, belongs, demanded

NO_PANEL = "Hồ sơ này không có tổ thẩm định."
_JUDGED = frozenset({SheetState.APPRAISING, SheetState.EXPLAINING})


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sheet before its panel."""

    entry: Entry
    seats: Seats
    allotment: Allotment
    demanded: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether its round lets it be judged."""
        return self.entry.head.state in _JUDGED

    def must(self, account: str) -> tuple[str, ...]:
        """The criteria a member must score."""
        return tuple(code for code in self.allotment.by_account.get(account, ()) if code in self.demanded)

    def counted(self, code: str, marks: Sequence[Mark]) -> list[Mark]:
        """Of the scores of a criterion, those of its present judges, in the order of the panel."""
        judges = self.allotment.judges(code)
        return sorted((one for one in marks if one.account in judges), key=lambda one: judges.index(one.account))

    def shown_to(self, caller: Caller, marks: Mapping[str, Sequence[Mark]]) -> dict[str, Sequence[Mark]]:
        """Of all scores, those somebody may see: of a criterion they must score not before they gave theirs."""
        own = self.must(caller.id)
        return {
            code: found
            for code, found in marks.items()
            if code not in own or any(one.account == caller.id for one in found)
        }

    def is_of_unit(self, caller: Caller) -> bool:
        """Whether somebody belongs to the unit that is judged."""
        head = self.entry.head
        return belongs([grant.on for grant in caller.grants], head.area, head.reach)

    def looker(self, caller: Caller) -> Looker:
        """Somebody who looks at it."""
        is_of_unit = self.is_of_unit(caller)
        publishes = not is_of_unit and caller.may(Right.ASSESSMENTS_FINALISE, self.entry.head.reach)
        member = self.seats.member(caller.id)
        if member is None:
            return Looker(publishes=publishes)
        state = self.allotment.part(caller.id).state
        has_part = bool(self.allotment.by_account[caller.id])
        return Looker(
            named=True,
            is_head=member.is_head,
            open_part=has_part and state is PartState.OPEN,
            recused=is_of_unit or state is PartState.RECUSED,
            publishes=publishes,
        )


async def get_sitting(source: Source, assessment: UUID) -> Sitting:
    """The sitting of a sheet; NotFound when there is no such sheet, or no panel for it."""
    entry = await get_entry(source, assessment)
    seats = await governing(source, assessment, entry.head.class_key)
    if seats is None:
        raise NotFound(NO_PANEL)
    parts = await parts_of(source, seats.id, assessment)
    framework = entry.head.framework
    return Sitting(entry, seats, allot(framework, seats.seated, parts), demanded(framework))
