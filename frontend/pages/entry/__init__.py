"""Data entry (Nhập số liệu): the grid of a sheet or of indicators, and the same from a workbook."""

from fastapi import APIRouter

from frontend.pages.entry.cell import router as cell
from frontend.pages.entry.grid import router as grid
from frontend.pages.entry.workbook import router as workbook

router = APIRouter(include_in_schema=False)
router.include_router(grid)
router.include_router(cell)
router.include_router(workbook)
