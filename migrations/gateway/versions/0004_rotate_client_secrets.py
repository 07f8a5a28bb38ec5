"""Give clients an expiry, a contact and secrets that overlap; keep the keys that sign access tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "gateway"


def upgrade() -> None:
    """Apply."""
    for name in ("contact", "created_by"):
        op.add_column(
            "clients", sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''")), schema=SCHEMA
        )
    op.add_column(
        "clients", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")), schema=SCHEMA
    )
    op.add_column("clients", instant("expires_at"), schema=SCHEMA)
    create_secrets()
    create_keys()


def instant(name: str, *, default: bool = False) -> sa.Column[object]:
    """A timestamp with time zone, now by default where it must be set."""
    now = sa.text("now()") if default else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not default, server_default=now)


def create_secrets() -> None:
    """Secrets of clients; the one each had goes on holding."""
    op.create_table(
        "client_secrets",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        instant("created_at", default=True),
        *(instant(name) for name in ("expires_at", "last_used_at", "revoked_at")),
        sa.PrimaryKeyConstraint("id", name="pk_client_secrets"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["gateway.clients.client_id"], name="fk_client_secrets_client_id_clients", ondelete="CASCADE"
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_client_secrets_client_id", "client_secrets", ["client_id"], schema=SCHEMA)
    op.execute(
        "insert into gateway.client_secrets (client_id, hash, created_at, last_used_at)"
        " select client_id, secret_hash, created_at, last_used_at from gateway.clients"
    )
    op.drop_column("clients", "secret_hash", schema=SCHEMA)


def create_keys() -> None:
    """Keys that sign access tokens."""
    op.create_table(
        "signing_keys",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public", JSONB(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        instant("created_at", default=True),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=False),
        instant("retired_at"),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_keys"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Take back; of two secrets of a client the newer one stays, a client without any can take no token."""
    op.drop_table("signing_keys", schema=SCHEMA)
    op.add_column("clients", sa.Column("secret_hash", sa.LargeBinary()), schema=SCHEMA)
    op.execute(
        "update gateway.clients client set secret_hash = coalesce((select hash from gateway.client_secrets secret"
        " where secret.client_id = client.client_id and revoked_at is null order by created_at desc limit 1), '')"
    )
    op.alter_column("clients", "secret_hash", nullable=False, schema=SCHEMA)
    op.drop_table("client_secrets", schema=SCHEMA)
    for name in ("expires_at", "version", "created_by", "contact"):
        op.drop_column("clients", name, schema=SCHEMA)
