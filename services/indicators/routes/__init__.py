"""HTTP in, one call, contract out, split by noun."""

from services.indicators.routes import (
    assessments,
    changes,
    evidence,
    figures,
    forms,
    frameworks,
    imports,
    indicators,
    overviews,
    parked,
    rankings,
    sources,
    submissions,
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
    parked.router,
    overviews.router,
    changes.router,
    assessments.router,
    forms.router,
    *submissions.ROUTERS,
    rankings.router,
    targets.router,
    templates.router,
    imports.router,
    evidence.router,
]
