"""The list (Công nhận): units of one framework and period under the levels their published results reach."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.indicators.definitions import FrameworkSummary
from contracts.indicators.recognition import RecognitionCount
from frontend.addresses import address
from frontend.client import Client, ClientDep, RecognitionFilter
from frontend.downloads import csv_file
from frontend.formats import capital, period
from frontend.reading.recognitions.listed import (
    NOT_REACHED,
    decisions_of,
    grouped,
    levels_of,
    newest,
    places_of,
    recognitions_csv,
    where_of,
)
from frontend.render import view
from kit.paging import cursor_in

PATH, API = "/cong-nhan", "/api/indicators/v1/recognitions"
PAGE = 100
TITLE = "Công nhận mức độ chuyển đổi số"
Word = Annotated[str, Query(max_length=100)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: framework and period (else the newest), area, level, words of a name, decision."""

    bo: str = ""
    ky: str = ""
    dv: str = ""
    muc: str = ""
    q: str = ""
    qd: str = ""
    sau: str = ""

    def href(self, path: str = PATH, **more: str) -> str:
        """The address of this list with something changed."""
        named = {"bo": self.bo, "ky": self.ky, "dv": self.dv, "muc": self.muc, "q": self.q, "qd": self.qd}
        return address(path, **(named | more))

    @property
    def narrowed(self) -> bool:
        """Whether only some units are wanted."""
        return bool(self.dv or self.muc or self.q or self.qd)

    @property
    def filter(self) -> RecognitionFilter:
        """The same as the interface asks."""
        return RecognitionFilter(
            framework=self.bo or None,
            period=self.ky or None,
            within=self.dv or None,
            level=self.muc if self.muc != NOT_REACHED else None,
            reached=False if self.muc == NOT_REACHED else None,
            instrument=self.qd or None,
            q=self.q or None,
        )


async def asked_in_address(
    *,
    bo: Word = "",
    ky: Word = "",
    dv: Word = "",
    muc: Word = "",
    q: Word = "",
    qd: Word = "",
    sau: Annotated[str, Query(max_length=500)] = "",
) -> Asked:
    """The state of the page."""
    return Asked(bo, ky, dv, muc, q.strip(), qd, sau)


AskedDep = Annotated[Asked, Depends(asked_in_address)]


@router.get(f"{PATH}.csv")
async def download_recognitions(*, client: ClientDep, asked: AskedDep) -> Response:
    """Every unit the filter leaves, as CSV."""
    asked, _ = await chosen(client, asked)
    found = await client.list_every_recognition(asked.filter) if asked.bo else []
    return csv_file(f"cong-nhan-{asked.bo}-{asked.ky}", recognitions_csv(found))


@router.get(PATH)
async def show_recognitions(*, request: Request, client: ClientDep, asked: AskedDep) -> Response:
    """A page of the list; to htmx only that."""
    (asked, counts), frameworks = await asyncio.gather(chosen(client, asked), client.list_frameworks())
    here = [one for one in counts if (one.framework, one.period) == (asked.bo, asked.ky)]
    found = await client.list_recognitions(replace(asked.filter, after=asked.sau, limit=PAGE)) if here else None
    levels, places = levels_of(one for one in here if asked.dv in ("", one.area)), places_of(here)
    names = {one.code: one.name for one in frameworks}
    after = cursor_in(found.next) if found else None
    return view(
        request,
        "recognitions/index.html",
        block="found",
        nav="cong-nhan",
        title=TITLE,
        asked=asked,
        name=names.get(asked.bo, asked.bo),
        tabs=_tabs(counts, names),
        periods=[(one, capital(period(one))) for one in _periods(counts, asked.bo)],
        places=[("", "Mọi địa bàn"), *places],
        where=where_of(places),
        levels=levels,
        total=sum(one.units for one in levels),
        groups=grouped(found.items, levels) if found else [],
        decisions=decisions_of(one for one in here if asked.dv in ("", one.area)),
        illustrative=any(one.illustrative for one in here),
        next_href=asked.href(sau=after) if after else None,
        **_twins(asked, _rule_of(frameworks, asked.bo)),
    )


async def chosen(client: Client, asked: Asked) -> tuple[Asked, list[RecognitionCount]]:
    """What is asked with the framework and period that are meant, and how many units there are of everything."""
    counts = await client.count_recognitions(RecognitionFilter())
    found = newest(counts, asked.bo or None, asked.ky or None)
    return (replace(asked, bo=found[0], ky=found[1]) if found else asked), counts


def _tabs(counts: list[RecognitionCount], names: dict[str, str]) -> list[tuple[str, str, str]]:
    codes = dict.fromkeys(one.framework for one in counts)
    return [(code, names.get(code, code), address(PATH, bo=code)) for code in codes]


def _periods(counts: list[RecognitionCount], framework: str) -> list[str]:
    return list(dict.fromkeys(one.period for one in counts if one.framework == framework))


def _rule_of(frameworks: list[FrameworkSummary], code: str) -> str | None:
    return f"/bo-tieu-chi/{code}#cong-nhan" if any(one.code == code for one in frameworks) else None


def _twins(asked: Asked, rule_href: str | None) -> dict[str, Any]:
    """The same list for machines, on paper, and the rule by which it was made."""
    told = asked.filter
    return {
        "rule_href": rule_href,
        "paper_href": asked.href(f"{PATH}/danh-sach", muc="", q=""),
        "csv_href": asked.href(f"{PATH}.csv"),
        "json_href": address(
            API,
            framework=told.framework,
            period=told.period,
            within=told.within,
            level=told.level,
            reached="false" if told.reached is False else None,
            instrument=told.instrument,
            q=told.q,
        ),
    }
