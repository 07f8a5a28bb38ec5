"""Carry former areas to later ones: what a unit is read of by its own boundaries; acts of publishing tell the moment.

The directory's feed is read again from the start, so that an installation in use has its carries at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "indicators"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "carries",
        sa.Column("target_no", sa.Integer(), nullable=False),
        sa.Column("source_no", sa.Integer(), nullable=False),
        sa.Column("is_leaf", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Numeric()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.PrimaryKeyConstraint("target_no", "source_no", name="pk_carries"),
        schema=SCHEMA,
    )
    op.create_index("ix_carries_source_no", "carries", ["source_no"], schema=SCHEMA)
    op.execute(f"update {SCHEMA}.feed_cursors set cursor = null where feed = 'directory'")  # noqa: S608 - our own names
    # The moment of the act itself: a transaction may have begun long before.
    op.execute(f"alter table {SCHEMA}.publications alter column at set default clock_timestamp()")


def downgrade() -> None:
    """Take back."""
    op.execute(f"alter table {SCHEMA}.publications alter column at set default now()")
    op.drop_table("carries", schema=SCHEMA)
