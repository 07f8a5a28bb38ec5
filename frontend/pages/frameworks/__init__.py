"""Frameworks (Bộ tiêu chí): the list, one with its tree, two side by side, and the desk where they are written."""

from fastapi import APIRouter

from frontend.pages.frameworks import comparison, drafting, listing, one

router = APIRouter(include_in_schema=False)
for room in (listing, drafting, comparison, one):
    router.include_router(room.router)
