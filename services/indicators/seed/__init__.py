"""Sample data: definitions, facts of documents, and figures invented to fill a screen and marked so."""

from pathlib import Path

from kit.asgi import App
from kit.database import Database
from kit.tokens import SigningKey
from services.indicators.feed import follow_directory
from services.indicators.seed.assessments import seed_assessments
from services.indicators.seed.definitions import seed_definitions
from services.indicators.seed.facts import seed_facts, seed_portal_scores
from services.indicators.seed.illustrative import seed_illustrative


async def seed(database: Database, data: Path, directory: App, signing_key: SigningKey) -> None:
    """Load everything; what is there already stays as people left it."""
    await follow_directory(directory, signing_key, database).catch_up()
    await seed_definitions(database, data)
    await seed_facts(database, data)
    await seed_portal_scores(database, data)
    await seed_illustrative(database)
    await seed_assessments(database, data)
