"""One framework: its tree with points and rules in words, how it recognises, its versions."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from frontend.addresses import address
from frontend.client import ClientDep, card_of
from frontend.downloads import csv_file
from frontend.pages.frameworks.listing import PATH, may_write
from frontend.reading.frameworks.trees import LEVELS, days_of, points_of, tree_csv, tree_rows
from frontend.render import view

API = "/api/indicators/v1/frameworks"
DONE = {"ban-hanh": "Đã ban hành. Bộ tiêu chí dùng được ngay."}

router = APIRouter(include_in_schema=False)


@router.get(f"{PATH}/{{code}}.csv")
async def download_tree(*, client: ClientDep, code: str) -> Response:
    """The tree as CSV."""
    framework = await client.get_framework(code)
    return csv_file(framework.code, tree_csv(framework))


@router.get(f"{PATH}/{{code}}")
async def show_framework(
    *, request: Request, client: ClientDep, code: str, xong: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """The whole framework."""
    framework = await client.get_framework(code)
    revisions, others = await asyncio.gather(card_of(client.list_revisions(code)), card_of(client.list_frameworks()))
    return view(
        request,
        "frameworks/one.html",
        nav="bo-tieu-chi",
        title=framework.name,
        framework=framework,
        rows=tree_rows(framework),
        days=days_of(framework),
        points=points_of(framework),
        level=LEVELS[framework.level],
        revisions=revisions.value or [],
        others=[(one.code, f"{one.code} · {one.name}") for one in others.value or [] if one.code != framework.code],
        may_write=may_write(request),
        done=DONE.get(xong),
        draft_href=address(f"{PATH}/soan", tu=framework.code),
        csv_href=f"{PATH}/{framework.code}.csv",
        json_href=f"{API}/{framework.code}",
        yaml_href=f"{API}/{framework.code}/definition",
    )
