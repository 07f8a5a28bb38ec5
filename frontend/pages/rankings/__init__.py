"""Rankings (Xếp hạng): the table of units, and what would change it (Mô phỏng)."""

from fastapi import APIRouter

from frontend.pages.rankings import listing, trial

router = APIRouter(include_in_schema=False)
for _page in (listing, trial):
    router.include_router(_page.router)
