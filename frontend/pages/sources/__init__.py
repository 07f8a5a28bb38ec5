"""Sources of numbers (Nguồn số liệu): what each says, where they disagree, and the choice between them."""

from fastapi import APIRouter

from frontend.pages.sources import listing, one

router = APIRouter(include_in_schema=False)
for room in (listing, one):
    router.include_router(room.router)
