"""Count the criteria that somebody else has judged, and keep the printed points of main groups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "indicators"


def upgrade() -> None:
    """Apply; the totals of sheets that are there already are made anew when the frameworks are published next."""
    op.add_column("assessments", sa.Column("reported_parts", JSONB), schema=SCHEMA)
    op.add_column(
        "assessment_totals",
        sa.Column("verified", sa.Integer, nullable=False, server_default=sa.text("0")),
        schema=SCHEMA,
    )
    op.execute(f"update {SCHEMA}.assessments set totalled_by = null")  # noqa: S608 - our own statement


def downgrade() -> None:
    """Take back."""
    op.drop_column("assessment_totals", "verified", schema=SCHEMA)
    op.drop_column("assessments", "reported_parts", schema=SCHEMA)
