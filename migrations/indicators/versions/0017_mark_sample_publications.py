"""Mark publications of invented results, so that whoever is recognised by them is shown as a sample."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SCHEMA = "indicators"


def upgrade() -> None:
    """Apply."""
    mark = sa.Column("illustrative", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("sheet_publications", mark, schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    op.drop_column("sheet_publications", "illustrative", schema=SCHEMA)
