"""Sources of numbers (Nguồn số liệu): what each says, where they disagree, and the choice between them."""

from fastapi import APIRouter

from frontend.pages.sources import listing, one, recording, review, waiting

router = APIRouter(include_in_schema=False)
for room in (listing, waiting, recording, review, one):
    router.include_router(room.router)
