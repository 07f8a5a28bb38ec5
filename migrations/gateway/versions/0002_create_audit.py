"""Create the audit, which the running gateway may only add to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "gateway"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("clock_timestamp()")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("action", "outcome", "actor_kind", "actor_id")),
        *(word(name) for name in ("actor_name", "address", "subject")),
        sa.Column("place", sa.Text()),
        sa.Column("before", JSONB()),
        sa.Column("after", JSONB()),
        sa.Column("reason", sa.Text()),
        *(word(name) for name in ("request_id", "told_by")),
        sa.Column("told_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
        schema=SCHEMA,
    )
    op.create_index("ix_audit_events_at", "audit_events", ["at"], schema=SCHEMA)
    op.execute(f"revoke update, delete, truncate on {SCHEMA}.audit_events from lantoa_gateway_app")


def word(name: str) -> sa.Column[str]:
    """A text, empty unless given."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def downgrade() -> None:
    """Take back."""
    op.drop_table("audit_events", schema=SCHEMA)
