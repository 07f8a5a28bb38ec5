"""Targets (Mục tiêu): the list, one target with its way and cascade, and setting them."""

from fastapi import APIRouter

from frontend.pages.targets import changing, handing, listing, one, setting

router = APIRouter(include_in_schema=False)
for room in (listing, setting, one, changing, handing):
    router.include_router(room.router)
