"""Give roles on areas and organisations, lend them, invite people; copy the register that tells how far they reach."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from kit.text import fold, vi_sort_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "gateway"
NOW = sa.text("now()")


def upgrade() -> None:
    """Apply."""
    create_register()
    change_accounts()
    change_grants()
    create_delegations()
    create_invitations()


def instant(name: str, *, now: bool = False, needed: bool = False) -> sa.Column[object]:
    """A timestamp with time zone, now by default where it is to be set by itself."""
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=not (now or needed), server_default=NOW if now else None
    )


def own_id() -> sa.Column[object]:
    """A row's own id."""
    return sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()"))


def to_account(table: str, column: str, *, keeps: bool = False) -> sa.ForeignKeyConstraint:
    """A reference to an account: with the account it goes, or is emptied."""
    name = f"fk_{table}_{column}_accounts"
    return sa.ForeignKeyConstraint(
        [column], ["gateway.accounts.id"], name=name, ondelete="SET NULL" if keeps else "CASCADE"
    )


def create_register() -> None:
    """Our copy of areas, lineage and organisations, and how far their feed was read."""
    op.create_table(
        "places",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text()),
        sa.Column("serves", sa.Text()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("reach", ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        schema=SCHEMA,
    )
    op.create_table(
        "lineages",
        sa.Column("predecessor_id", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name="pk_lineages"),
        schema=SCHEMA,
    )
    op.create_table(
        "feed_cursors",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("cursor", sa.String()),
        instant("at", now=True),
        sa.PrimaryKeyConstraint("feed", name="pk_feed_cursors"),
        schema=SCHEMA,
    )
    op.create_table(
        "feed_inbox",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        instant("at", now=True),
        sa.PrimaryKeyConstraint("feed", "event_id", name="pk_feed_inbox"),
        schema=SCHEMA,
    )
    op.create_index("ix_feed_inbox_at", "feed_inbox", ["at"], schema=SCHEMA)


def change_accounts() -> None:
    """Accounts may wait for their first password; they are listed by name and found without marks."""
    op.alter_column("accounts", "password_hash", nullable=True, schema=SCHEMA)
    op.add_column("accounts", sa.Column("place", sa.Text()), schema=SCHEMA)
    op.add_column("accounts", sa.Column("version", sa.Integer(), nullable=False, server_default="1"), schema=SCHEMA)
    empty = sa.text("''")
    op.add_column("accounts", sa.Column("folded", sa.Text(), nullable=False, server_default=empty), schema=SCHEMA)
    op.add_column(
        "accounts", sa.Column("sort_key", sa.LargeBinary(), nullable=False, server_default=empty), schema=SCHEMA
    )
    op.create_index("ix_accounts_sort_key_id", "accounts", ["sort_key", "id"], schema=SCHEMA)
    connection = op.get_bind()
    for account, name, email in connection.execute(sa.text("select id, name, email from gateway.accounts")).fetchall():
        connection.execute(
            sa.text("update gateway.accounts set folded = :folded, sort_key = :sort_key where id = :id"),
            {"id": account, "folded": fold(f"{name} {email}"), "sort_key": vi_sort_key(name)},
        )


def change_grants() -> None:
    """Every grant has an id, and says who gave it and when."""
    op.drop_constraint("pk_role_grants", "role_grants", schema=SCHEMA)
    op.alter_column("role_grants", "area_id", new_column_name="place", schema=SCHEMA)
    op.add_column("role_grants", own_id(), schema=SCHEMA)
    op.create_primary_key("pk_role_grants", "role_grants", ["id"], schema=SCHEMA)
    op.create_unique_constraint(
        "uq_role_grants_account_id_role_place", "role_grants", ["account_id", "role", "place"], schema=SCHEMA
    )
    op.add_column("role_grants", sa.Column("given_by", sa.Uuid()), schema=SCHEMA)
    op.create_foreign_key(
        "fk_role_grants_given_by_accounts", "role_grants", "accounts", ["given_by"], ["id"],
        source_schema=SCHEMA, referent_schema=SCHEMA, ondelete="SET NULL",
    )  # fmt: skip
    op.add_column("role_grants", instant("given_at", now=True), schema=SCHEMA)
    op.execute(
        "update gateway.accounts set place ="
        " (select min(place) from gateway.role_grants where account_id = accounts.id)"
    )


def create_delegations() -> None:
    """Roles lent to colleagues."""
    op.create_table(
        "delegations",
        own_id(),
        sa.Column("lender_id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        instant("until", needed=True),
        sa.Column("reason", sa.Text(), nullable=False),
        instant("made_at", now=True),
        instant("ended_at"),
        sa.Column("ended_by", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_delegations"),
        to_account("delegations", "lender_id"),
        to_account("delegations", "borrower_id"),
        to_account("delegations", "ended_by", keeps=True),
        schema=SCHEMA,
    )
    op.create_index("ix_delegations_borrower_id", "delegations", ["borrower_id"], schema=SCHEMA)
    op.create_index("ix_delegations_lender_id", "delegations", ["lender_id"], schema=SCHEMA)


def create_invitations() -> None:
    """Codes that let their bearer choose a password, once."""
    op.create_table(
        "invitations",
        own_id(),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid()),
        instant("made_at", now=True),
        instant("expires_at", needed=True),
        instant("used_at"),
        instant("replaced_at"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        to_account("invitations", "account_id"),
        to_account("invitations", "made_by", keeps=True),
        schema=SCHEMA,
    )
    op.create_index("ix_invitations_account_id", "invitations", ["account_id"], schema=SCHEMA)


def downgrade() -> None:
    """Take back; who has no password yet cannot be kept."""
    for table in ("invitations", "delegations", "feed_inbox", "feed_cursors", "lineages", "places"):
        op.drop_table(table, schema=SCHEMA)
    for column in ("given_at", "given_by", "id"):
        op.drop_column("role_grants", column, schema=SCHEMA)
    op.drop_constraint("uq_role_grants_account_id_role_place", "role_grants", schema=SCHEMA)
    op.alter_column("role_grants", "place", new_column_name="area_id", schema=SCHEMA)
    op.create_primary_key("pk_role_grants", "role_grants", ["account_id", "role", "area_id"], schema=SCHEMA)
    for column in ("sort_key", "folded", "version", "place"):
        op.drop_column("accounts", column, schema=SCHEMA)
    op.execute("delete from gateway.accounts where password_hash is null")
    op.alter_column("accounts", "password_hash", nullable=False, schema=SCHEMA)
