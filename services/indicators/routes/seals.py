"""The key by which workbooks are sealed when they go out and known again when they come back."""

from typing import Annotated

from fastapi import Depends, Request

PURPOSE = "workbooks"
"""What the key is derived for, from the installation's master key."""


async def _key(*, request: Request) -> bytes:
    key: bytes = request.app.state.workbook_key
    return key


SealDep = Annotated[bytes, Depends(_key)]
