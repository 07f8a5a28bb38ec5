"""Where sources disagree, and everything they say."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.indicators.sources import MatterState, ObservationState, SourceKind
from frontend.addresses import address
from frontend.client import ClientDep, MatterFilter, ObservationFilter
from frontend.downloads import csv_file
from frontend.reading.sources import (
    KINDS,
    REVIEWS,
    STATES,
    observations_csv,
    place_text,
    remark_of,
    said_text,
    versus,
)
from frontend.render import view
from kit.paging import cursor_in

PATH = "/nguon"
SAID = "ghi-nhan"
API = "/api/indicators/v1"
STATE_WORDS = {"chua-chon": MatterState.OPEN, "da-chon": MatterState.DECIDED, "khop": MatterState.AGREEING}
STATE_OPTIONS = [
    ("", "Mọi chỗ vênh"),
    *((word, STATES[state][0]) for word, state in STATE_WORDS.items() if state is not MatterState.AGREEING),
    ("khop", "Khớp, hoặc chỉ một nguồn"),
]
KIND_OPTIONS = [("", "Mọi loại nguồn"), *((kind.value, name) for kind, name in KINDS.items())]
REVIEW_WORDS = {
    "cho": ObservationState.WAITING,
    "da-nhan": ObservationState.ACCEPTED,
    "da-rut": ObservationState.WITHDRAWN,
}
REVIEW_OPTIONS = [("", "Mọi tình trạng"), *((word, REVIEWS[state][0]) for word, state in REVIEW_WORDS.items())]
Text = Annotated[str, Query(max_length=200)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which list, what narrows it, and where the page goes on."""

    xem: str = ""
    tt: str = ""
    q: str = ""
    loai: str = ""
    soat: str = ""
    sau: str = ""

    def href(self, path: str = PATH, **more: str) -> str:
        """The address of this list with something changed."""
        told = {"xem": self.xem, "tt": self.tt, "q": self.q, "loai": self.loai, "soat": self.soat} | more
        query = urlencode({name: text for name, text in told.items() if text})
        return f"{path}?{query}" if query else path

    @property
    def said(self) -> ObservationFilter:
        """What narrows the list of what sources say."""
        kind = self.loai if self.loai in {kind.value for kind in KINDS} else ""
        state = REVIEW_WORDS.get(self.soat, "")
        return ObservationFilter(q=self.q, kind=kind, state=state, after=self.sau, limit=40)

    @property
    def matters(self) -> MatterFilter:
        """What narrows the list of matters."""
        state = STATE_WORDS.get(self.tt)
        return MatterFilter(state or "", None if state else True, self.sau)


async def asked_in_address(
    *,
    xem: Text = "",
    tt: Text = "",
    q: Text = "",
    loai: Text = "",
    soat: Text = "",
    sau: Annotated[str, Query(max_length=500)] = "",
) -> Asked:
    """The state of the page."""
    return Asked(xem if xem == SAID else "", tt, q.strip(), loai, soat, sau)


AskedDep = Annotated[Asked, Depends(asked_in_address)]


@router.get(f"{PATH}.csv")
async def download_observations(*, client: ClientDep, asked: AskedDep) -> Response:
    """Everything the filter leaves of what sources say, as CSV."""
    told = observations_csv(await client.list_every_observation(asked.said))
    return csv_file("nguon-so-lieu", told)


@router.get(PATH)
async def show_sources(*, request: Request, client: ClientDep, asked: AskedDep) -> Response:
    """Matters in which sources disagree; or all that they say, source by source."""
    if asked.xem == SAID:
        return await _show_said(request, client, asked)
    found = await client.list_matters(asked.matters)
    return view(
        request,
        "sources/index.html",
        block="found",
        title="Nguồn số liệu",
        nav="chi-tieu",
        asked=asked,
        states=STATE_OPTIONS,
        rows=[(one, place_text(one), versus(one), *STATES[MatterState(one.state)]) for one in found.items],
        next_href=_next(asked, found.next),
        json_href=address(f"{API}/matters", conflicting="true"),
        csv_href=f"{PATH}.csv",
    )


async def _show_said(request: Request, client: ClientDep, asked: Asked) -> Response:
    found = await client.list_observations(asked.said)
    return view(
        request,
        "sources/said.html",
        block="found",
        title="Nguồn số liệu",
        nav="chi-tieu",
        asked=asked,
        kinds=KIND_OPTIONS,
        reviews=REVIEW_OPTIONS,
        rows=[(one, said_text(one), KINDS[SourceKind(one.kind)], remark_of(one)) for one in found.items],
        next_href=_next(asked, found.next),
        json_href=address(f"{API}/observations", q=asked.q, kind=asked.said.kind, state=asked.said.state),
        csv_href=asked.href(f"{PATH}.csv"),
    )


def _next(asked: Asked, following: str | None) -> str | None:
    after = cursor_in(following)
    return asked.href(sau=after) if after else None
