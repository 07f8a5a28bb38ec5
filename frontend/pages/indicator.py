"""One indicator (Chi tiết chỉ tiêu): what it means, how it went, how units compare; and the proof of each figure."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.directory import Area, AreaLevel
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure
from contracts.periods import Period
from frontend.addresses import address
from frontend.client import Client, ClientDep, FigureFilter, card_of, get_place, own_place_of
from frontend.downloads import csv_file
from frontend.pages.sources.recording import recording_href
from frontend.reading.boundaries import asked, carried_note, mark_of, switch_of
from frontend.reading.comparisons import compare
from frontend.reading.definitions import facts_of
from frontend.reading.figures import basis_text, figure_text, other_text, proof_of, source_text
from frontend.reading.periods import period_options
from frontend.reading.places import level_below, place_name
from frontend.reading.proofs import figure_steps, parts_of
from frontend.reading.targets import target_reading
from frontend.reading.trends import trend_of_figures
from frontend.render import view
from frontend.spreadsheets import figures_csv

API = "/api/indicators/v1"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: indicator, area, period, and whether all compared units are shown."""

    code: str
    area: str
    period: str | None
    all: bool
    boundaries: Boundaries | None = None

    @property
    def dg(self) -> str | None:
        """The boundaries as the address tells them."""
        return mark_of(self.boundaries)


async def wanted_of(
    *,
    request: Request,
    client: ClientDep,
    code: str,
    dv: Annotated[str | None, Query(max_length=60)] = None,
    ky: Annotated[str | None, Query(max_length=20)] = None,
    xem: Annotated[str, Query(max_length=20)] = "",
    dg: Annotated[str, Query(max_length=20)] = "",
) -> Wanted:
    """The state of the page; the visitor's own area unless the address says another."""
    area = dv or await own_place_of(request, client)
    wanted = Wanted(code, area, ky or None, xem == "tat-ca", asked(dg))
    if wanted.boundaries is not None and (await get_place(client, area)).valid_to is not None:
        return replace(wanted, boundaries=None)  # a former unit has no present boundaries
    return wanted


WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/chi-tieu/{code}.csv")
async def download_figures(*, client: ClientDep, wanted: WantedDep) -> Response:
    """The figures of the page as CSV: the area through its periods."""
    figures = await client.list_figures(FigureFilter(wanted.code, area=wanted.area, boundaries=wanted.boundaries))
    return csv_file(f"{wanted.code}-{wanted.area}", figures_csv(figures))


@router.get("/chi-tieu/{code}")
async def show_indicator(*, request: Request, client: ClientDep, wanted: WantedDep) -> Response:
    """Definition, latest figure, trend and comparison."""
    indicator, area, history = await asyncio.gather(
        client.get_indicator(wanted.code),
        get_place(client, wanted.area),
        card_of(client.list_figures(FigureFilter(wanted.code, area=wanted.area, boundaries=wanted.boundaries))),
    )
    told = sorted(history.value or [], key=lambda figure: Period.parse(figure.period))
    figure = _shown(told, wanted.period)
    period = wanted.period or (figure.period if figure else None)
    below, beside, parents = await asyncio.gather(
        _units(client, wanted, area, level_below(area.level), period),
        _siblings(client, wanted, area, period),
        card_of(client.list_ancestors(area)),
    )
    compared = [
        compare(indicator, area, found.units, found.figures, found.level, whole=wanted.all)
        for found in (below, beside)
        if found is not None and not found.failed
    ]
    return view(
        request,
        "indicator/index.html",
        nav="chi-tieu",
        title=indicator.name,
        indicator=indicator,
        area=area,
        parents=[(place_name(above), f"/chi-tieu/{indicator.code}?dv={above.id}") for above in parents.value or []],
        period=period,
        periods=period_options(Period.parse(one.period) for one in told),
        trend=trend_of_figures(indicator, told),
        history_failed=history.failed,
        comparisons=[one for one in compared if one.told],
        comparison_failed=any(found.failed for found in (below, beside) if found is not None),
        whole=wanted.all,
        **_headline(indicator, figure),
        **_links(wanted, area, period),
    )


def _headline(indicator: Indicator, figure: Figure | None) -> dict[str, Any]:
    """The figure of the page in words, and the definition beside it."""
    return {
        "figure": figure,
        "figure_text": figure_text(indicator, figure, unit=False),
        "basis": basis_text(figure) if figure else None,
        "source": source_text(figure) if figure else None,
        "proof": proof_of(figure) if figure else None,
        "carried_note": carried_note(figure),
        "target": target_reading(indicator, figure.value if figure else None),
        "facts": facts_of(indicator),
    }


def _links(wanted: Wanted, area: Area, period: str | None) -> dict[str, Any]:
    """The same figures for machines, and the page with every unit."""
    return {
        "dg": wanted.dg or "",
        "switch": switch_of(area, f"/chi-tieu/{wanted.code}", dv=area.id, ky=wanted.period),
        "json_href": address(f"{API}/figures", indicator=wanted.code, area=area.id, boundaries=wanted.boundaries),
        "csv_href": address(f"/chi-tieu/{wanted.code}.csv", dv=area.id, dg=wanted.dg),
        "whole_href": address(f"/chi-tieu/{wanted.code}", dv=area.id, ky=period, xem="tat-ca", dg=wanted.dg),
    }


def _shown(told: list[Figure], period: str | None) -> Figure | None:
    """The figure of the period asked for, else the newest that has a number."""
    if period is not None:
        return next((figure for figure in told if figure.period == period), None)
    return next((figure for figure in reversed(told) if figure.value is not None), told[-1] if told else None)


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one level with their figures; `failed` when either could not be had."""

    level: AreaLevel
    units: list[Area]
    figures: list[Figure]
    failed: bool


async def _units(
    client: Client, wanted: Wanted, within: Area, level: AreaLevel | None, period: str | None
) -> Units | None:
    """The units directly below an area with their figures."""
    if level is None:
        return None
    newest = None if period else True
    scope = FigureFilter(wanted.code, None, within.id, level, period, newest, wanted.boundaries)
    units, figures = await asyncio.gather(card_of(client.list_children(within.id)), card_of(client.list_figures(scope)))
    return Units(level, units.value or [], figures.value or [], units.failed or figures.failed)


async def _siblings(client: Client, wanted: Wanted, area: Area, period: str | None) -> Units | None:
    if area.parent_id is None:
        return None
    parent = await card_of(client.get_area(area.parent_id))
    if parent.value is None:
        return Units(area.level, [], [], parent.failed)
    return await _units(client, wanted, parent.value, area.level, period)


@router.get("/chi-tieu/{code}/{dv}/{ky}")
async def show_proof(
    *,
    request: Request,
    client: ClientDep,
    code: str,
    dv: str,
    ky: str,
    dg: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The proof of one figure: rule, inputs, units, who is missing, every revision."""
    indicator, area, proof = await asyncio.gather(
        client.get_indicator(code), get_place(client, dv), client.get_figure_proof(code, dv, ky, asked(dg))
    )
    figure = proof.figure
    return view(
        request,
        "indicator/proof.html",
        nav="chi-tieu",
        title=f"Căn cứ: {indicator.name}",
        indicator=indicator,
        area=area,
        figure=figure,
        figure_text=figure_text(indicator, figure),
        steps=figure_steps(indicator, proof),
        parts=parts_of(indicator, figure, proof.parts),
        missing=proof.missing,
        revisions=proof.revisions,
        matter=proof.matter,
        others=[(one, other_text(indicator, one)) for one in proof.others],
        record_href=await recording_href(request, client, indicator.code, area, figure.period),
        dg=mark_of(asked(dg)),
        carried_note=carried_note(figure),
        json_href=address(f"{API}/figures/{code}/{dv}/{ky}/proof", boundaries=asked(dg)),
    )
