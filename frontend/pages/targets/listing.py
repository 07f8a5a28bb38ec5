"""The list of targets of an area: counted by status, narrowed by horizon, status and document."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from frontend.addresses import address
from frontend.client import Client, ClientDep, TargetFilter, card_of, get_place, own_place_of
from frontend.downloads import csv_file
from frontend.reading.places import level_below, place_name
from frontend.reading.target_rows import WORDS, counts_of, options, row_of
from frontend.render import view
from frontend.spreadsheets import targets_csv
from kit.paging import cursor_in

PATH, PAGE = "/muc-tieu", 25
NATION = "VN"

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says."""

    dv: str
    pham_vi: str
    nam: str
    tt: str
    vb: str
    chi_tieu: str
    sau: str

    @property
    def filter(self) -> TargetFilter:
        """The same as the interface asks."""
        within = self.pham_vi == "ben-duoi"
        return TargetFilter(
            None if within else self.dv,
            self.dv if within else None,
            self.chi_tieu or None,
            self.nam or None,
            self.vb or None,
            self.tt if self.tt in {status.value for status in WORDS} else None,
        )

    def href(self, path: str = PATH, **more: str) -> str:
        """The page with some of it changed."""
        kept = {name: getattr(self, name) for name in ("dv", "pham_vi", "nam", "tt", "vb", "chi_tieu")}
        return address(path, **(kept | more))


async def asked_of(
    *,
    request: Request,
    client: ClientDep,
    dv: Word = "",
    pham_vi: Word = "",
    nam: Word = "",
    tt: Word = "",
    vb: Annotated[str, Query(max_length=300)] = "",
    chi_tieu: Word = "",
    sau: Annotated[str, Query(max_length=500)] = "",
) -> Asked:
    """The state of the page; the visitor's own area unless the address says another."""
    return Asked(dv or await own_place_of(request, client), pham_vi, nam, tt, vb, chi_tieu, sau)


AskedDep = Annotated[Asked, Depends(asked_of)]


@router.get(PATH + ".csv")
async def download_targets(*, client: ClientDep, asked: AskedDep) -> Response:
    """The targets of the page as CSV."""
    found = await client.list_all_targets(asked.filter)
    return csv_file(f"muc-tieu-{asked.dv}", targets_csv(found))


@router.get(PATH)
async def show_targets(*, request: Request, client: ClientDep, asked: AskedDep) -> Response:
    """Targets of an area, a page at a time; to htmx only the list."""
    wanted = asked.filter
    area, counts, found = await asyncio.gather(
        get_place(client, asked.dv),
        client.count_targets(replace(wanted, status=None)),
        client.list_targets(replace(wanted, limit=PAGE, after=asked.sau or None)),
    )
    after = cursor_in(found.next)
    return view(
        request,
        "targets/list.html",
        block="found",
        nav="muc-tieu",
        title="Mục tiêu",
        asked=asked,
        area=area,
        places=await _places(request, client, asked.dv, area),
        statuses=[("", "Tất cả"), *((status.value, word) for status, word in WORDS.items())],
        horizons=options(counts.horizons, "Mọi năm"),
        documents=options(counts.instruments, "Mọi văn bản"),
        counts=counts_of(counts),
        total=counts.total,
        rows=[row_of(target) for target in found.items],
        next_href=asked.href() + f"&sau={after}" if after else None,
        first_href=asked.href() if asked.sau else None,
        csv_href=asked.href(PATH + ".csv"),
        json_href=address("/api/indicators/v1/targets", area=wanted.area, within=wanted.within, horizon=wanted.horizon),
    )


async def _places(request: Request, client: Client, chosen: str, area: Any) -> list[tuple[str, str]]:
    """The areas to choose from: the nation, one's own with its units, and the chosen one."""
    own = await own_place_of(request, client)
    home, below = await asyncio.gather(card_of(client.get_area(own)), card_of(client.list_children(own)))
    found = {NATION: "Cả nước"}
    if home.value is not None:
        found[own] = place_name(home.value)
        if level_below(home.value.level) is not None and own != NATION:
            found |= {unit.id: f"– {unit.name}" for unit in below.value or []}
    found.setdefault(chosen, place_name(area))
    return list(found.items())
