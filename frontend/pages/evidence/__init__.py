"""Evidence (Minh chứng): a unit's store of files and documents, and what stands behind one value or criterion."""

from fastapi import APIRouter

from frontend.pages.evidence.adding import router as adding
from frontend.pages.evidence.attaching import router as attaching
from frontend.pages.evidence.store import router as store

router = APIRouter(include_in_schema=False)
router.include_router(store)
router.include_router(adding)
router.include_router(attaching)
