"""Find the provinces among all areas without reading the others: the nation is added up of them whenever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SCHEMA = "indicators"


def upgrade() -> None:
    """Index the hundred provinces of all times apart."""
    op.create_index("ix_areas_provinces", "areas", ["no"], schema=SCHEMA, postgresql_where=sa.text("level = 'T'"))


def downgrade() -> None:
    """Read all areas again."""
    op.drop_index("ix_areas_provinces", table_name="areas", schema=SCHEMA)
