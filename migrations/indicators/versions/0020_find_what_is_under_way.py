"""Find what is under way among all submissions without reading those that are published: most of them are."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
NAME = "ix_submissions_under_way"


def upgrade() -> None:
    """Index them apart, by state and unit."""
    where = sa.text("state <> 'published'")
    op.create_index(NAME, "submissions", ["state", "area"], schema=SCHEMA, postgresql_where=where)


def downgrade() -> None:
    """Read all submissions again."""
    op.drop_index(NAME, table_name="submissions", schema=SCHEMA)
