"""Sign in by steps: pending sign-ins, second factors, attempts by scope, known places, sessions that tell more."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "gateway"
ACCOUNT = "gateway.accounts.id"


def upgrade() -> None:
    """Apply; whoever is signed in signs in again, for their sessions know too little."""
    op.execute("delete from gateway.sessions")
    tell_more_of_sessions()
    op.drop_table("sign_in_attempts", schema=SCHEMA)
    create_sign_ins()
    create_second_factors()


def instant(name: str, *, default: bool = True) -> sa.Column[object]:
    """A timestamp with time zone, now by default."""
    now = sa.text("now()") if default else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=now)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to an account goes with it."""
    name = f"fk_{table}_account_id_accounts"
    return sa.ForeignKeyConstraint(["account_id"], [ACCOUNT], name=name, ondelete="CASCADE")


def tell_more_of_sessions() -> None:
    """An id of their own, from where and how they were opened, and the token before."""
    op.drop_constraint("pk_sessions", "sessions", schema=SCHEMA)
    for column in (
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("method", sa.Text(), nullable=False, server_default=sa.text("'password'")),
        sa.Column("address", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("agent", sa.Text(), nullable=False, server_default=sa.text("''")),
        instant("confirmed_at"),
        sa.Column("rights", sa.LargeBinary(), nullable=False, server_default=sa.text("''::bytea")),
        sa.Column("previous_hash", sa.LargeBinary()),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.Column("offered_secret", sa.LargeBinary()),
    ):
        op.add_column("sessions", column, schema=SCHEMA)
    op.create_primary_key("pk_sessions", "sessions", ["id"], schema=SCHEMA)
    op.create_unique_constraint("uq_sessions_token_hash", "sessions", ["token_hash"], schema=SCHEMA)
    op.create_index("ix_sessions_previous_hash", "sessions", ["previous_hash"], schema=SCHEMA)


def create_sign_ins() -> None:
    """Sign-ins under way, what is counted against guessers, and the places accounts are known from."""
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        instant("created_at"),
        instant("expires_at", default=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("offered_secret", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_ins"),
        of_account("sign_ins"),
        schema=SCHEMA,
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"], schema=SCHEMA)
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"], schema=SCHEMA)
    op.create_table(
        "sign_in_attempts",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        instant("last_at"),
        sa.PrimaryKeyConstraint("scope", "subject", name="pk_sign_in_attempts"),
        schema=SCHEMA,
    )
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"], schema=SCHEMA)
    op.create_table(
        "known_places",
        sa.Column("account_hash", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        instant("last_at"),
        sa.PrimaryKeyConstraint("account_hash", "place", name="pk_known_places"),
        schema=SCHEMA,
    )
    op.create_index("ix_known_places_last_at", "known_places", ["last_at"], schema=SCHEMA)


def create_second_factors() -> None:
    """Secrets shared with apps, and recovery codes."""
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        instant("enrolled_at"),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_factors"),
        of_account("second_factors"),
        schema=SCHEMA,
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name="pk_recovery_codes"),
        of_account("recovery_codes"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Take back; attempts are counted per address again, from nothing."""
    for table in ("recovery_codes", "second_factors", "known_places", "sign_in_attempts", "sign_ins"):
        op.drop_table(table, schema=SCHEMA)
    op.execute("delete from gateway.sessions")
    op.drop_index("ix_sessions_previous_hash", "sessions", schema=SCHEMA)
    op.drop_constraint("uq_sessions_token_hash", "sessions", schema=SCHEMA)
    op.drop_constraint("pk_sessions", "sessions", schema=SCHEMA)
    gone = ("id", "method", "address", "agent", "confirmed_at", "rights", "previous_hash", "rotated_at")
    for column in (*gone, "offered_secret"):
        op.drop_column("sessions", column, schema=SCHEMA)
    op.create_primary_key("pk_sessions", "sessions", ["token_hash"], schema=SCHEMA)
    op.create_table(
        "sign_in_attempts",
        sa.Column("account_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        instant("last_at"),
        sa.PrimaryKeyConstraint("account_hash", "address", name="pk_sign_in_attempts"),
        schema=SCHEMA,
    )
    op.create_index("ix_sign_in_attempts_last_at", "sign_in_attempts", ["last_at"], schema=SCHEMA)
