"""Which obligations the list of reviewers shows: form (`bm`), period (`ky`), place (`noi`), state (`tt`)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from contracts.access import Right
from contracts.indicators.obligations import ObligationState
from frontend.addresses import address
from frontend.client import Client, ClientDep, ObligationFilter
from frontend.pages.place_choice import PlaceBox, settled
from frontend.reading.submissions.words import STATES
from frontend.visitors import caller_in
from kit.caller import Caller

PATH = "/duyet"
LATE, ALL = "cham", "moi"
LONGEST = 200
STATE_OPTIONS = [(ALL, "Mọi trạng thái"), (LATE, "Chậm nộp"), *((state, word) for state, (word, _) in STATES.items())]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter, and the place it means."""

    form: str
    period: str
    words: str
    state: str
    after: str
    place: PlaceBox

    def wanted(self, limit: int | None) -> ObligationFilter:
        """The same as the interface has it."""
        late = self.state == LATE
        state = self.state if self.state in STATES else None
        within = self.place.chosen or None
        return ObligationFilter(
            within, self.form or None, self.period or None, state, late or None, late or None, limit, self.after or None
        )

    def href(self, path: str = PATH, **more: str) -> str:
        """An address with this filter."""
        named = {"bm": self.form, "ky": self.period, "noi": self.words, "tt": self.state} | more
        return address(path, **named)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The filter as hidden fields of a form."""
        return [("bm", self.form), ("ky", self.period), ("noi", self.words), ("tt", self.state), ("sau", self.after)]


async def asked_of(client: Client, caller: Caller, told: dict[str, str]) -> Asked:
    """What an address or a form says; words for a place that fit several narrow nothing and say so."""
    words = told.get("noi", "").strip()
    reviews = caller.holds(Right.SUBMISSIONS_REVIEW)
    right = Right.SUBMISSIONS_REVIEW if reviews else Right.SUBMISSIONS_PUBLISH
    place = await settled(client, words, "", right) if words else PlaceBox()
    state = told.get("tt", "")
    if state not in dict(STATE_OPTIONS):
        waiting = ObligationState.SUBMITTED if reviews else ObligationState.ACCEPTED
        state = ALL if told.get("bm") else waiting.value
    return Asked(told.get("bm", ""), told.get("ky", ""), words, state, told.get("sau", ""), place)


async def asked_in_address(*, request: Request, client: ClientDep) -> Asked:
    """The filter of a page's address."""
    told = {name: text[:LONGEST] for name, text in request.query_params.items()}
    return await asked_of(client, caller_in(request), told)


async def asked_in_form(*, request: Request, client: ClientDep) -> Asked:
    """The filter a form carries."""
    told = {name: str(text)[:LONGEST] for name, text in (await request.form()).items()}
    return await asked_of(client, caller_in(request), told)


AddressAsked = Annotated[Asked, Depends(asked_in_address)]
FormAsked = Annotated[Asked, Depends(asked_in_form)]
