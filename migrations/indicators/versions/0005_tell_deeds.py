"""Create the outbox in which the service tells its deeds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kit.feeds.tables import Xid8

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "indicators"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("txid", Xid8(), nullable=False, server_default=sa.text("pg_current_xact_id()")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("type", "source", "subject")),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        schema=SCHEMA,
    )
    op.create_index("ix_outbox_at", "outbox", ["at"], schema=SCHEMA)
    op.create_index("ix_outbox_txid_seq", "outbox", ["txid", "seq"], unique=True, schema=SCHEMA)
    op.create_index("ix_outbox_subject_txid", "outbox", ["subject", "txid"], schema=SCHEMA)
    op.create_table(
        "feed_epoch",
        sa.Column("epoch", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("trimmed_txid", Xid8()),
        sa.Column("trimmed_seq", sa.BigInteger()),
        sa.PrimaryKeyConstraint("epoch", name="pk_feed_epoch"),
        schema=SCHEMA,
    )
    op.execute("insert into indicators.feed_epoch default values")


def downgrade() -> None:
    """Take back."""
    op.drop_table("feed_epoch", schema=SCHEMA)
    op.drop_table("outbox", schema=SCHEMA)
