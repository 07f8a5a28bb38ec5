"""Create identities at the provider of single sign-on, and visits there."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "gateway"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),
        sa.UniqueConstraint("account_id", "issuer", name="uq_identities_account_id_issuer"),
        of_account("identities"),
        schema=SCHEMA,
    )
    op.create_table(
        "provider_visits",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("onward", sa.Text()),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.PrimaryKeyConstraint("state_hash", name="pk_provider_visits"),
        of_account("provider_visits"),
        schema=SCHEMA,
    )
    for column in ("account_id", "began_at"):
        op.create_index(f"ix_provider_visits_{column}", "provider_visits", [column], schema=SCHEMA)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    """What goes with its account."""
    name = f"fk_{table}_account_id_accounts"
    return sa.ForeignKeyConstraint(["account_id"], ["gateway.accounts.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    """Take back."""
    for table in ("provider_visits", "identities"):
        op.drop_table(table, schema=SCHEMA)
