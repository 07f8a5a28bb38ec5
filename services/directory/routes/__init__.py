"""The public routes of the service."""

from services.directory.routes import areas, instruments, lineages, organisations

ROUTERS = [areas.router, instruments.router, lineages.router, organisations.router]
