"""Visits to the provider that confirm whoever is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "gateway"


def upgrade() -> None:
    """Apply."""
    confirms = sa.Column("confirms", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    op.add_column("provider_visits", confirms, schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    op.drop_column("provider_visits", "confirms", schema=SCHEMA)
