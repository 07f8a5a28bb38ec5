"""HTTP in, one call, contract out, split by noun."""

from services.indicators.routes import (
    assessments,
    changes,
    evidence,
    figures,
    frameworks,
    imports,
    indicators,
    overviews,
    rankings,
    sources,
    targets,
    templates,
    values,
)

ROUTERS = [
    frameworks.router,
    indicators.router,
    values.router,
    figures.router,
    sources.router,
    overviews.router,
    changes.router,
    assessments.router,
    rankings.router,
    targets.router,
    templates.router,
    imports.router,
    evidence.router,
]
