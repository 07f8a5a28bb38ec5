"""Recognition (Công nhận): the public list of recognised units, and the list that goes with a decision."""

from fastapi import APIRouter

from frontend.pages.recognitions import certificate, listing

router = APIRouter(include_in_schema=False)
for _page in (listing, certificate):
    router.include_router(_page.router)
