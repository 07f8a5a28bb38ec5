"""The web site: server-rendered pages that know the system only through the gateway."""

from fastapi import APIRouter, FastAPI

from frontend.admission import Admitted
from frontend.assets import load_assets
from frontend.client import ThroughDoor
from frontend.language import Languages
from frontend.outages import Noticing, Outages
from frontend.pages import (
    accounts,
    activation,
    assessment,
    catalogue,
    confirmation,
    delegations,
    entry,
    evidence,
    frameworks,
    history,
    home,
    indicator,
    instruments,
    overview,
    own_account,
    panels,
    rankings,
    recognitions,
    rounds,
    scoring,
    search,
    sharing,
    sign_in,
    sign_in_steps,
    single_sign_on,
    sources,
    style_guide,
    submissions,
    targets,
    unit,
)
from frontend.pages import help as help_page
from frontend.refusals import answer_errors
from frontend.render import Renderer
from frontend.renewals import Keeping, Renewals
from frontend.viewer import Home
from frontend.visitors import HomeArea, Visitors
from kit.asgi import App
from kit.service import create_service
from kit.settings import Settings
from kit.tokens import SigningKey

PAGES = (
    own_account,
    confirmation,
    sign_in,
    sign_in_steps,
    single_sign_on,
    home,
    search,
    instruments,
    overview,
    catalogue,
    indicator,
    frameworks,
    targets,
    sources,
    unit,
    rankings,
    recognitions,
    assessment,
    help_page,
    style_guide,
    entry,
    evidence,
    panels,
    rounds,
    scoring,
    submissions,
    sharing,
    history,
    accounts,
    activation,
    delegations,
)


def create_app(settings: Settings, signing_key: SigningKey, gateway: App) -> FastAPI:
    """The app of the site; `gateway` is the one door, called with each visitor's own session."""
    assets = load_assets()
    transport = Noticing(Keeping(ThroughDoor(gateway)))
    pages = APIRouter(dependencies=[Admitted])
    for page in PAGES:
        pages.include_router(page.router)
    app = create_service("frontend", "Lan Tỏa", [assets.router, pages], signing_key=signing_key)
    answer_errors(app)
    app.state.transport = transport
    app.state.public_url = settings.public_url
    app.state.renderer = Renderer(assets, Home(settings.home_area, settings.home_area))
    app.add_middleware(Languages)
    app.add_middleware(Visitors, app.state.recogniser, HomeArea(transport, settings.home_area))
    app.add_middleware(Outages)
    app.add_middleware(Renewals)
    return app
