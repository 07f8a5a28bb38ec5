"""Scoring (Chấm điểm): the sheets that wait, one sheet with its three scores, and why a row has its points."""

from fastapi import APIRouter

from frontend.pages.scoring import grid, proof, waiting

router = APIRouter(include_in_schema=False)
router.include_router(waiting.router)
router.include_router(grid.router)
router.include_router(proof.router)
