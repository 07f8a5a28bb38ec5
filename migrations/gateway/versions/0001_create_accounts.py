"""Create accounts, role grants, sessions, sign-in attempts, clients and idempotency keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "gateway"


def upgrade() -> None:
    """Apply."""
    create_people()
    create_sessions()
    create_systems()


def instant(name: str, *, default: bool = False) -> sa.Column[object]:
    """A timestamp with time zone, now by default where it must be set."""
    now = sa.text("now()") if default else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not default, server_default=now)


def create_people() -> None:
    """Accounts and their roles."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        instant("created_at", default=True),
        instant("disabled_at"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        schema=SCHEMA,
    )
    op.create_table(
        "role_grants",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False),
        instant("until"),
        sa.PrimaryKeyConstraint("account_id", "role", "area_id", name="pk_role_grants"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gateway.accounts.id"], name="fk_role_grants_account_id_accounts", ondelete="CASCADE"
        ),
        schema=SCHEMA,
    )


def create_sessions() -> None:
    """Sessions, and the attempts to open one."""
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        instant("created_at", default=True),
        instant("last_seen_at", default=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gateway.accounts.id"], name="fk_sessions_account_id_accounts", ondelete="CASCADE"
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], schema=SCHEMA)
    op.create_index("ix_sessions_created_at", "sessions", ["created_at"], schema=SCHEMA)
    op.create_table(
        "sign_in_attempts",
        sa.Column("account_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        instant("last_at", default=True),
        sa.PrimaryKeyConstraint("account_hash", "address", name="pk_sign_in_attempts"),
        schema=SCHEMA,
    )
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"], schema=SCHEMA)


def create_systems() -> None:
    """API clients, and the answers kept for repeated requests."""
    op.create_table(
        "clients",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", ARRAY(sa.Text()), nullable=False),
        sa.Column("area_id", sa.Text(), nullable=False, server_default=sa.text("'VN'")),
        instant("created_at", default=True),
        instant("last_used_at"),
        instant("revoked_at"),
        sa.PrimaryKeyConstraint("client_id", name="pk_clients"),
        schema=SCHEMA,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", JSONB()),
        sa.Column("body", sa.LargeBinary()),
        instant("at", default=True),
        sa.PrimaryKeyConstraint("principal", "key", name="pk_idempotency_keys"),
        schema=SCHEMA,
    )
    op.create_index("ix_idempotency_keys_at", "idempotency_keys", ["at"], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    for table in ("idempotency_keys", "clients", "sign_in_attempts", "sessions", "role_grants", "accounts"):
        op.drop_table(table, schema=SCHEMA)
