"""Rounds of sheets (vòng đánh giá): where a sheet stands, each step taken, results published by a decision."""

from fastapi import APIRouter

from frontend.pages.rounds import publishing, standing, stepping

router = APIRouter(include_in_schema=False)
for room in (publishing, standing, stepping):
    router.include_router(room.router)
