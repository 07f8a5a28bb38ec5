"""Raises the gateway: its own app, the door in front of it, the services and pages behind it."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from gateway.actions.second_factors import Factors
from gateway.cache.keeping import Cache
from gateway.door.dispatch import Door
from gateway.door.keyring import KeyRing
from gateway.door.recognition import Recognition
from gateway.door.refusals import Refusals
from gateway.feed import TELLING, follow_deeds, follow_directory
from gateway.provider.exchange import Provider
from gateway.routes import (
    accounts,
    activations,
    appraisers,
    audit,
    clients,
    delegations,
    documents,
    health,
    own_account,
    places,
    second_factors,
    sessions,
    sign_in_steps,
    single_sign_on,
    tokens,
)
from gateway.sealing.anchor import Anchor
from gateway.sealing.keys import SealKey
from gateway.sealing.sealer import Sealer
from kit.asgi import App
from kit.database import Database
from kit.migrations import head_of
from kit.secrets import Vault
from kit.service import Lifespan, create_service
from kit.settings import Settings
from kit.tokens import SigningKey

ROUTERS = (
    sessions.opening,
    sign_in_steps.router,
    sessions.router,
    own_account.router,
    own_account.proving,
    second_factors.router,
    single_sign_on.router,
    single_sign_on.identities,
    accounts.router,
    accounts.inviting,
    activations.router,
    delegations.router,
    places.router,
    appraisers.router,
    tokens.router,
    clients.opening,
    clients.router,
    audit.router,
    documents.router,
    health.router,
)
"""The gateway's own addresses; of two that fit a request the first answers."""


def create_app(settings: Settings, database: Database, signing_key: SigningKey, upstreams: Mapping[str, App]) -> Door:
    """The one door. Upstreams that live in this process start with it, in the order given: who publishes first."""
    vault = Vault(settings.secrets_dir, settings.given_master_key)
    keys = KeyRing(database, vault, settings.public_url)
    recognition = Recognition(
        database, signing_key, keys, production=settings.production, second_factor=settings.second_factor
    )
    cache = Cache(database.dsn, upstreams)
    refusals = Refusals(database)
    sealer = Sealer(database, SealKey.of(vault), Anchor(settings.data_dir))
    lifespans = [keys.lifespan, sealer.lifespan, refusals.lifespan, _lifespan_of(upstreams), cache.lifespan]
    lifespans += _following(upstreams, signing_key, database)
    front = create_service(
        "gateway",
        "Lan Tỏa – Cổng vào và tài khoản",
        ROUTERS,
        signing_key=signing_key,
        database=database,
        head=head_of("gateway"),
        lifespans=lifespans,
    )
    front.state.settings = settings
    front.state.keys = keys
    front.state.recognition = recognition
    told = settings.provider()
    front.state.provider = None if told is None else Provider(told)
    front.state.factors = Factors(vault, demanded=settings.second_factor)
    front.state.upstreams = upstreams
    front.state.sealer = sealer
    front.state.library = documents.Library()
    return Door(settings, front, upstreams, recognition, cache, refusals)


def _following(upstreams: Mapping[str, App], key: SigningKey, database: Database) -> Iterator[Lifespan]:
    """The feeds the gateway follows: the register, and the deeds of services."""
    if "directory" in upstreams:
        yield follow_directory(upstreams["directory"], key, database).lifespan
    for service in TELLING:
        if service in upstreams:
            yield follow_deeds(service, upstreams[service], key, database).lifespan


def _lifespan_of(upstreams: Mapping[str, App]) -> Lifespan:
    """Enters the local apps' lifespans one after another, and leaves them the other way round."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for upstream in upstreams.values():
                if isinstance(upstream, FastAPI):
                    await stack.enter_async_context(upstream.router.lifespan_context(upstream))
            yield

    return lifespan
