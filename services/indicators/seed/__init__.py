"""What the service starts with: the register and the definitions always, sample values where people try it out."""

from pathlib import Path

from kit.asgi import App
from kit.database import Database
from kit.tokens import SigningKey
from services.indicators.feed import follow_directory
from services.indicators.seed.assessments import seed_assessments, seed_frameworks
from services.indicators.seed.definitions import seed_definitions
from services.indicators.seed.evidence import seed_evidence
from services.indicators.seed.facts import seed_facts, seed_portal_scores
from services.indicators.seed.forms import seed_forms
from services.indicators.seed.illustrative import seed_illustrative
from services.indicators.seed.recognitions import seed_recognitions
from services.indicators.seed.sources import seed_sources
from services.indicators.seed.submissions import seed_submissions
from services.indicators.seed.targets import (
    seed_illustrative_targets,
    seed_national_targets,
    seed_stated_targets,
)


async def seed_reference(database: Database, data: Path, directory: App, signing_key: SigningKey) -> None:
    """Load what no installation can do without: areas, indicators, frameworks, forms, national targets."""
    await follow_directory(directory, signing_key, database).catch_up()
    await seed_definitions(database, data)
    await seed_frameworks(database)
    await seed_forms(database)
    await seed_national_targets(database, data)


async def seed_samples(database: Database, data: Path) -> None:
    """Load facts of documents, and figures invented to fill a screen and marked so; what people saved stays."""
    await seed_facts(database, data)
    await seed_portal_scores(database, data)
    await seed_sources(database, data)
    await seed_illustrative(database)
    await seed_assessments(database, data)
    await seed_recognitions(database)
    await seed_stated_targets(database, data)
    await seed_illustrative_targets(database, data)
    await seed_submissions(database)
    await seed_evidence(database)
