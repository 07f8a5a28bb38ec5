"""Accounts (Quản trị tài khoản): found, made, invited, given roles and locked by administrators."""

from fastapi import APIRouter

from frontend.pages.accounts import creation, listing, one, questions

router = APIRouter(include_in_schema=False)
for room in (listing, creation, one, questions):
    router.include_router(room.router)
