"""Panels of appraisers (tổ thẩm định): arranged, a member's own part, the head's table."""

from fastapi import APIRouter

from frontend.pages.panels import arranging, listing, part, table

router = APIRouter(include_in_schema=False)
router.include_router(arranging.router)
router.include_router(listing.router)
router.include_router(table.router)
router.include_router(part.router)
