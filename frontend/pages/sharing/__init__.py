"""Sharing data (Chia sẻ dữ liệu): systems of ministries and others, registered and looked after by administrators."""

from fastapi import APIRouter

from frontend.pages.sharing import ending, listing, one, registration, secrets

router = APIRouter(include_in_schema=False)
for room in (listing, registration, one, secrets, ending):
    router.include_router(room.router)
