"""Looking after people's accounts from the command line: the first administrator, lists, who may still sign in."""

import argparse
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from commands.accounts import in_gateway
from contracts.audit import Action
from gateway.actions import administration, invitations, second_factors
from gateway.actions.accounts import email_of
from gateway.actions.audit import Deed, record
from gateway.actions.sessions import end_all
from gateway.queries import administered
from gateway.queries.accounts import find_credentials
from gateway.queries.source import Transaction
from kit.database import Database, in_unit
from kit.errors import Conflict, NotFound
from kit.settings import Settings

MOST_LISTED = 100_000
FORCE = "Thêm --force nếu vẫn muốn khoá."


def make_first_code(settings: Settings, options: argparse.Namespace) -> int:
    """Print the one-time code with which the first administrator names themself on the page /kich-hoat."""

    async def make(database: Database) -> dict[str, str]:
        async with in_unit(database) as session:
            code = await invitations.make_first_code(session, settings.home_area, again=options.again)
        page = f"{settings.public_url.rstrip('/')}{invitations.PAGE}"
        return {"code": code, "page": page, "area": settings.home_area, "valid": "24 giờ, một lần"}

    return in_gateway(settings, make)


def list_accounts(settings: Settings, options: argparse.Namespace) -> int:
    """Print every account with its state and roles."""

    async def read(database: Database) -> list[dict[str, object]]:
        by = administration.Administrator.operator(settings.home_area)
        wanted = administered.Wanted(by.held, options.q)
        rows = await administered.list_accounts(database.reader, wanted, after=None, limit=MOST_LISTED)
        async with in_unit(database, quiet=True) as session:
            deed = Deed(Action.ACCOUNTS_LISTED, after={"q": options.q, "found": len(rows)})
            await record(session, by.actor, deed)
        return [
            {"email": row.email, "name": row.name, "state": administered.state_of(row).value}
            | {"roles": [f"{grant['role']} {grant['place']}" for grant in row.grants]}
            for row in rows
        ]

    return in_gateway(settings, read)


def disable_account(settings: Settings, options: argparse.Namespace) -> int:
    """Let an account in no longer; its sessions end within five seconds. The last administrator only with --force."""

    async def disable(session: AsyncSession, by: administration.Administrator, account: UUID) -> None:
        try:
            await administration.disable(session, by, account, "", even_last=options.force)
        except Conflict as refusal:
            raise Conflict(f"{refusal.detail} {FORCE}") from refusal

    return _on_account(settings, options.email, disable)


def enable_account(settings: Settings, options: argparse.Namespace) -> int:
    """Let a disabled account in again."""
    return _on_account(settings, options.email, administration.enable)


def unlock_account(settings: Settings, options: argparse.Namespace) -> int:
    """Forget the wrong passwords that keep somebody waiting."""
    return _on_account(settings, options.email, administration.unlock)


def reset_second_factor(settings: Settings, options: argparse.Namespace) -> int:
    """Take the second factor from an account whose device was lost; its sessions end."""

    async def reset(session: AsyncSession, by: administration.Administrator, account: UUID) -> None:
        await second_factors.remove(session, by.actor, account=account, action=Action.FACTOR_RESET)
        await end_all(session, by.actor, account=account)

    return _on_account(settings, options.email, reset)


def _on_account(
    settings: Settings,
    email: str,
    do: Callable[[AsyncSession, administration.Administrator, UUID], Awaitable[None]],
) -> int:
    """Do something to the account of an address, as the operator."""

    async def work(database: Database) -> dict[str, str]:
        by = administration.Administrator.operator(settings.home_area)
        found = await find_credentials(database.reader, email=email_of(email))
        if found is None:
            raise NotFound(f"Không có tài khoản {email}.")
        async with in_unit(database) as session:
            await do(session, by, found.id)
            row = await administered.find_account(Transaction(session), found.id, by.held)
            return {"email": row.email, "state": administered.state_of(row).value}

    return in_gateway(settings, work)
