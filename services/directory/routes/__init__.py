"""The public routes of the service."""

from services.directory.routes import areas, lineages, organisations

ROUTERS = [areas.router, lineages.router, organisations.router]
