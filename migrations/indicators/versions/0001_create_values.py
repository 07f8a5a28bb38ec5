"""Create areas copied from the directory, indicators, values with their history and sums, and the kit's tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from kit.feeds.tables import Xid8

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "indicators"
TABLES = (
    "areas", "lineages", "unit_counts", "editions", "indicators", "publications", "indicator_values",
    "value_revisions", "rollups", "latest", "feed_cursors", "feed_inbox", "idempotency_keys",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    create_areas()
    create_indicators()
    create_values()
    create_sums()
    create_feed()
    for table in ("publications", "value_revisions"):
        op.execute(f"revoke update, delete, truncate on {SCHEMA}.{table} from lantoa_indicators_app")


def words(name: str, *, needed: bool = True) -> sa.Column[str]:
    """A text column."""
    return sa.Column(name, sa.Text(), nullable=not needed)


def number(name: str, *, needed: bool = False) -> sa.Column[object]:
    """An exact number."""
    return sa.Column(name, sa.Numeric(), nullable=not needed)


def whole(name: str) -> sa.Column[int]:
    """A whole number that must be there."""
    return sa.Column(name, sa.Integer(), nullable=False)


def listing(name: str, of: sa.types.TypeEngine[object]) -> sa.Column[object]:
    """An array, empty by default."""
    return sa.Column(name, sa.ARRAY(of), nullable=False, server_default=sa.text("'{}'"))


def create_areas() -> None:
    """The copy of areas and lineage, the number of units of each, and the counters of what is kept in memory."""
    op.create_table(
        "areas",
        sa.Column("no", sa.Integer(), sa.Identity(always=True), nullable=False),
        *(words(name) for name in ("id", "code", "level", "name", "short_name", "kind")),
        words("parent_id", needed=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("is_leaf", sa.Boolean(), nullable=False),
        listing("ancestors", sa.Text()),
        listing("uppers", sa.Integer()),
        listing("reach", sa.Text()),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        words("folded"),
        sa.PrimaryKeyConstraint("no", name="pk_areas"),
        sa.UniqueConstraint("id", name="uq_areas_id"),
        schema=SCHEMA,
    )
    op.create_index("ix_areas_ancestors", "areas", ["ancestors"], schema=SCHEMA, postgresql_using="gin")
    op.create_index("ix_areas_code", "areas", ["code"], schema=SCHEMA)
    op.create_table(
        "lineages",
        words("predecessor_id"),
        words("successor_id"),
        sa.Column("effective_on", sa.Date(), nullable=False),
        words("kind"),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        number("share"),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name="pk_lineages"),
        schema=SCHEMA,
    )
    op.create_index("ix_lineages_successor_id", "lineages", ["successor_id"], schema=SCHEMA)


def create_indicators() -> None:
    """Definitions."""
    op.create_table(
        "indicators",
        sa.Column("no", sa.Integer(), sa.Identity(always=True), nullable=False),
        words("code"),
        words("sort_code"),
        *(words(name) for name in ("name", "name_en", "folded", "pillar", "kind", "unit")),
        words("numerator_label", needed=False),
        words("denominator_label", needed=False),
        words("direction"),
        whole("decimals"),
        number("minimum"),
        number("maximum"),
        words("aggregation"),
        number("per", needed=True),
        sa.Column("bounded", sa.Boolean(), nullable=False),
        sa.Column("zero_denominator", sa.Boolean(), nullable=False),
        *(words(name) for name in ("frequency", "regime", "responsible", "definition", "legal_basis")),
        words("target_comparator", needed=False),
        number("target_value"),
        words("target_horizon", needed=False),
        words("target_instrument", needed=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_indicators"),
        sa.UniqueConstraint("code", name="uq_indicators_code"),
        sa.UniqueConstraint("sort_code", name="uq_indicators_sort_code"),
        one_of("indicators", "kind", "ratio", "count", "amount", "score", "yes_no"),
        one_of("indicators", "aggregation", "sum", "ratio_of_sums", "none"),
        one_of("indicators", "frequency", "year", "half", "quarter", "month"),
        one_of("indicators", "regime", "calendar", "administrative"),
        sa.CheckConstraint("minimum <= maximum", name=op.f("ck_indicators_range")),
        sa.CheckConstraint("per > 0", name=op.f("ck_indicators_per_positive")),
        schema=SCHEMA,
    )


def one_of(table: str, column: str, *choices: str) -> sa.CheckConstraint:
    """A text column with a fixed vocabulary."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return sa.CheckConstraint(f"{column} in ({listed})", name=op.f(f"ck_{table}_{column}"))


def key_of(table: str, *more: str) -> list[sa.schema.SchemaItem]:
    """Period, area and indicator: the one key of everything that has a value."""
    names = ("period", "area_no", "indicator_no", *more)
    return [*(whole(name) for name in names), sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")]


def content() -> list[sa.Column[object]]:
    """What a revision of a value says."""
    return [
        sa.Column("publication", sa.BigInteger(), nullable=False),
        *(number(name) for name in ("value", "numerator", "denominator")),
        sa.Column("as_of", sa.Date()),
        *(words(name) for name in ("qualifier", "source")),
        *(words(name, needed=False) for name in ("source_text", "note", "reason")),
    ]  # type: ignore[list-item]


def create_values() -> None:
    """Acts of publishing, values as they stand, and the revisions they superseded."""
    op.create_table(
        "publications",
        sa.Column("no", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("txid", Xid8(), nullable=False, server_default=sa.text("pg_current_xact_id()")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        words("by_id"),
        words("by_name"),
        sa.Column("periods", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("areas", sa.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_publications"),
        schema=SCHEMA,
    )
    op.create_index("ix_publications_txid", "publications", ["txid", "no"], schema=SCHEMA)
    op.create_index("ix_publications_at", "publications", ["at"], schema=SCHEMA)
    op.create_table(
        "indicator_values",
        *key_of("indicator_values"),
        whole("revision"),
        *content(),
        one_of("indicator_values", "qualifier", "exactly", "over", "nearly", "estimated"),
        one_of("indicator_values", "source", "entered", "imported", "api", "document", "illustrative"),
        schema=SCHEMA,
    )
    op.create_table("value_revisions", *key_of("value_revisions", "revision"), *content(), schema=SCHEMA)


def create_sums() -> None:
    """Sums of units for the areas above them, their newest periods, how many units there are, and editions."""
    op.create_table(
        "rollups",
        *key_of("rollups"),
        *(number(name, needed=True) for name in ("total", "numerator", "denominator")),
        whole("units"),
        whole("illustrative"),
        schema=SCHEMA,
    )
    op.execute(f"alter table {SCHEMA}.rollups set (fillfactor = 70)")
    op.create_table(
        "latest",
        *(whole(name) for name in ("area_no", "indicator_no", "period", "place")),
        sa.PrimaryKeyConstraint("area_no", "indicator_no", name="pk_latest"),
        schema=SCHEMA,
    )
    op.create_table(
        "unit_counts",
        whole("area_no"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        whole("units"),
        sa.PrimaryKeyConstraint("area_no", "valid_from", name="pk_unit_counts"),
        schema=SCHEMA,
    )
    op.create_table(
        "editions",
        words("name"),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_editions"),
        schema=SCHEMA,
    )


def create_feed() -> None:
    """Where we stand in the directory's feed, what was received, and answers kept for repeated requests."""
    now = sa.text("now()")
    op.create_table(
        "feed_cursors",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("cursor", sa.String()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.PrimaryKeyConstraint("feed", name="pk_feed_cursors"),
        schema=SCHEMA,
    )
    op.create_table(
        "feed_inbox",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.PrimaryKeyConstraint("feed", "event_id", name="pk_feed_inbox"),
        schema=SCHEMA,
    )
    op.create_index("ix_feed_inbox_at", "feed_inbox", ["at"], schema=SCHEMA)
    op.create_table(
        "idempotency_keys",
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", JSONB()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.PrimaryKeyConstraint("principal", "key", name="pk_idempotency_keys"),
        schema=SCHEMA,
    )
    op.create_index("ix_idempotency_keys_at", "idempotency_keys", ["at"], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table, schema=SCHEMA)
