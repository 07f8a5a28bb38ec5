"""Submissions (hồ sơ số liệu kỳ): what waits for whom, checked and sent, reviewed, corrected, published."""

from fastapi import APIRouter

from frontend.pages.submissions import correcting, listing, mine, paper, publishing, reviewing, sending

router = APIRouter(include_in_schema=False)
for room in (mine, sending, paper, correcting, listing, publishing, reviewing):
    router.include_router(room.router)
