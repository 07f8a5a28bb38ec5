"""Create areas, lineage, organisations, the outbox and idempotency keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kit.feeds.tables import Xid8

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "directory"
NOW = sa.text("now()")
NEW_ID = sa.text("uuidv7()")


def upgrade() -> None:
    """Apply."""
    create_areas()
    create_lineages()
    create_organisations()
    create_feed()
    create_idempotency()


def create_areas() -> None:
    """Areas through time."""
    op.create_table(
        "areas",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("valid_from_basis", sa.Text(), nullable=False),
        sa.Column("valid_to_basis", sa.Text()),
        sa.Column("lat", sa.Numeric(9, 6)),
        sa.Column("lon", sa.Numeric(9, 6)),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_areas"),
        sa.ForeignKeyConstraint(["parent_id"], ["directory.areas.id"], name="fk_areas_parent_id_areas"),
        sa.CheckConstraint("level in ('N', 'T', 'H', 'X', 'V')", name="ck_areas_level"),
        sa.CheckConstraint("valid_to >= valid_from", name="ck_areas_validity"),
        sa.CheckConstraint("(valid_to is null) = (valid_to_basis is null)", name="ck_areas_valid_to_basis"),
        schema=SCHEMA,
    )
    op.create_index("ix_areas_level_code", "areas", ["level", "code"], schema=SCHEMA)
    op.create_index("ix_areas_level_sort_key_id", "areas", ["level", "sort_key", "id"], schema=SCHEMA)
    op.create_index("ix_areas_parent_id", "areas", ["parent_id"], schema=SCHEMA)


def create_lineages() -> None:
    """What became of areas."""
    op.create_table(
        "lineages",
        sa.Column("predecessor_id", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Numeric(9, 8)),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", "effective_on", name="pk_lineages"),
        sa.ForeignKeyConstraint(["predecessor_id"], ["directory.areas.id"], name="fk_lineages_predecessor_id_areas"),
        sa.ForeignKeyConstraint(["successor_id"], ["directory.areas.id"], name="fk_lineages_successor_id_areas"),
        sa.CheckConstraint("kind in ('whole', 'part')", name="ck_lineages_kind"),
        sa.CheckConstraint("share > 0 and share <= 1", name="ck_lineages_share"),
        sa.CheckConstraint("predecessor_id <> successor_id", name="ck_lineages_two_areas"),
        schema=SCHEMA,
    )
    op.create_index("ix_lineages_successor_id", "lineages", ["successor_id"], schema=SCHEMA)


def create_organisations() -> None:
    """Organisations and their names."""
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=NEW_ID),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Text()),
        sa.Column("parent_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.ForeignKeyConstraint(["area_id"], ["directory.areas.id"], name="fk_organisations_area_id_areas"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["directory.organisations.id"], name="fk_organisations_parent_id_organisations"
        ),
        sa.CheckConstraint("code ~ '^[A-Z0-9.]{3,35}$'", name="ck_organisations_code"),
        schema=SCHEMA,
    )
    op.create_index("ix_organisations_code", "organisations", ["code"], unique=True, schema=SCHEMA)
    op.create_index("ix_organisations_area_id", "organisations", ["area_id"], schema=SCHEMA)
    op.create_index("ix_organisations_parent_id", "organisations", ["parent_id"], schema=SCHEMA)
    op.create_table(
        "organisation_names",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=NEW_ID),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_names"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory.organisations.id"],
            name="fk_organisation_names_organisation_id_organisations",
        ),
        sa.CheckConstraint("valid_to >= valid_from", name="ck_organisation_names_validity"),
        schema=SCHEMA,
    )
    op.create_index("ix_organisation_names_organisation_id", "organisation_names", ["organisation_id"], schema=SCHEMA)


def create_feed() -> None:
    """The outbox and the epoch of its transaction ids."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=NEW_ID),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("txid", Xid8(), nullable=False, server_default=sa.text("pg_current_xact_id()")),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
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
    op.execute("insert into directory.feed_epoch default values")


def create_idempotency() -> None:
    """Answers kept for repeated requests."""
    op.create_table(
        "idempotency_keys",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", JSONB()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("principal", "key", name="pk_idempotency_keys"),
        schema=SCHEMA,
    )
    op.create_index("ix_idempotency_keys_at", "idempotency_keys", ["at"], schema=SCHEMA)


def downgrade() -> None:
    """Undo."""
    for table in (
        "idempotency_keys", "feed_epoch", "outbox", "organisation_names", "organisations", "lineages", "areas",
    ):  # fmt: skip
        op.drop_table(table, schema=SCHEMA)
