"""The style guide (Bộ giao diện, /kieu): every macro in all its states, for builders of pages and tests of the look."""

from fastapi import APIRouter, Request, Response

from frontend.pages.style_guide_samples import samples
from frontend.render import view

router = APIRouter()


@router.get("/kieu", summary="Bộ giao diện: mọi thành phần trong mọi trạng thái", include_in_schema=False)
async def show_style_guide(request: Request) -> Response:
    """All components on one page; figures are illustrative."""
    return view(request, "style_guide/index.html", title="Bộ giao diện", nav="kieu", **samples())
