"""A query string read as one model says what FastAPI says of the same parameters one by one, and refuses the same."""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel

from contracts.directory import AreaLevel
from kit.asgi import call
from kit.asked import asked
from kit.paging import AfterQuery, LimitQuery
from kit.service import create_service
from kit.shapes import Instant
from kit.tokens import SigningKey

Level = Annotated[AreaLevel | None, Query(title="Cấp", description="Cấp nào")]
Since = Annotated[Instant | None, Query(title="Từ lúc")]
At = Annotated[int, Query(title="Bắt buộc")]


class Together(BaseModel):
    """The parameters as one model."""

    at: At
    level: Level = None
    since: Since = None
    limit: LimitQuery = 50
    after: AfterQuery = None


router = APIRouter()


@router.get("/together")
async def together(query: Annotated[Together, asked(Together)]) -> dict[str, Any]:
    """All at once."""
    return query.model_dump()


@router.get("/one-by-one")
async def one_by_one(
    at: At, level: Level = None, since: Since = None, limit: LimitQuery = 50, after: AfterQuery = None
) -> dict[str, Any]:
    """As FastAPI does it."""
    return {"at": at, "level": level, "since": since, "limit": limit, "after": after}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """A service with both."""
    return create_service("thu", "Thử", [router], signing_key=SigningKey.new())


@pytest.mark.parametrize(
    "query",
    [
        [("at", "1")],
        [("at", "1"), ("level", "X"), ("limit", "7"), ("after", "abc"), ("since", "2026-07-01T00:00:00Z")],
        [("at", "1"), ("at", "2"), ("limit", "3"), ("limit", "4")],
        [("at", "1"), ("unknown", "2")],
        [],
        [("at", "")],
        [("at", "a"), ("level", "Y"), ("limit", "0"), ("since", "hôm qua")],
        [("at", "1"), ("limit", "501"), ("level", "")],
        [("at", "1"), ("since", "1751328000")],
        [("at", "1"), ("after", "a" * 501)],
    ],
)
def test_both_answer_the_same(app: FastAPI, query: list[tuple[str, str]]) -> None:
    together, one_by_one = (
        asyncio.run(call(app, "GET", path, query=urlencode(query))) for path in ("/together", "/one-by-one")
    )
    assert (together.status, together.json()) == (one_by_one.status, one_by_one.json())


def test_both_are_documented_alike(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert paths["/together"]["get"]["parameters"] == paths["/one-by-one"]["get"]["parameters"]
    assert "AreaLevel" in app.openapi()["components"]["schemas"]
