"""Create targets with their versions, open to every reader, written by who sets them within reach."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"
WRITE = "'targets:write'"
CHECKS = {
    "comparator": "comparator in ('>=', '>', '<=', '<', '=', 'range', 'text')",
    "trajectory": "trajectory in ('none', 'linear', 'milestones')",
    "source": "source in ('entered', 'api', 'document', 'illustrative')",
    "valued": "(comparator = 'text') = (value is null) and (comparator = 'range') = (value_to is not null)",
    "range": "value < value_to",
    "baseline": "(baseline_value is null) = (baseline_period is null)",
    "milestones": "cardinality(milestone_periods) = cardinality(milestone_values)",
    "withdrawn": "(withdrawn_at is null) = (withdrawn_reason is null)",
    "version_positive": "version >= 1",
}
# A target is a public plan, as the definition of an indicator is: whoever asks sees it, and who changed it and why.
SEEN = f"(select {ASKS} <> '')"
WRITTEN = f"(select {SCHEMA}.is_everywhere({WRITE})) or area_no <@ (select {SCHEMA}.areas_spanned({WRITE}))"
SYSTEM = f"{ASKS} = '*'"
WALLED = ("targets", "target_revisions")


def upgrade() -> None:
    """Apply."""
    _create_targets()
    _create_revisions()
    for table in WALLED:
        for setting in ("enable", "force"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
        _policy(table, "owner", f"to {OWNER} using (true) with check (true)")
        _policy(table, "seen", f"for select to {APP} using ({SEEN})")
        _policy(table, "added", f"for insert to {APP} with check ({WRITTEN})")
        _policy(table, "changed", f"for update to {APP} using ({WRITTEN}) with check ({WRITTEN})")
        _policy(table, "removed", f"for delete to {APP} using ({SYSTEM})")


def downgrade() -> None:
    """Take back."""
    for table in reversed(WALLED):
        op.drop_table(table, schema=SCHEMA)


def _create_targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("area_no", sa.Integer(), nullable=False),
        sa.Column("indicator_no", sa.Integer()),
        sa.Column("parent_id", sa.Uuid()),
        _text("measure", needed=True),
        sa.Column("horizon", sa.Integer(), nullable=False),
        _text("comparator", needed=True),
        *(sa.Column(name, sa.Numeric()) for name in ("value", "value_to")),
        _text("words"),
        _text("unit", needed=True),
        *(_text(name) for name in ("owner", "owner_code", "instrument_number")),
        sa.Column("instrument_issued_on", sa.Date()),
        *(_text(name) for name in ("instrument_issuer", "instrument_place")),
        sa.Column("baseline_value", sa.Numeric()),
        sa.Column("baseline_period", sa.Integer()),
        _text("trajectory", needed=True),
        sa.Column("milestone_periods", ARRAY(sa.Integer()), nullable=False),
        sa.Column("milestone_values", ARRAY(sa.Numeric()), nullable=False),
        _text("note"),
        _text("source", needed=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        _now("updated_at"),
        _text("updated_by", needed=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        _text("withdrawn_reason"),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
        sa.ForeignKeyConstraint(["parent_id"], [f"{SCHEMA}.targets.id"], name="fk_targets_parent_id_targets"),
        *(sa.CheckConstraint(rule, name=f"ck_targets_{name}") for name, rule in CHECKS.items()),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_targets_in_force",
        "targets",
        ["area_no", "indicator_no", "measure", "horizon", "instrument_number", "instrument_place"],
        unique=True,
        schema=SCHEMA,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index("ix_targets_parent_id", "targets", ["parent_id"], schema=SCHEMA)
    op.create_index("ix_targets_indicator_no", "targets", ["indicator_no"], schema=SCHEMA)


def _create_revisions() -> None:
    op.create_table(
        "target_revisions",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("area_no", sa.Integer(), nullable=False),
        _now("at"),
        _text("by_id", needed=True),
        _text("by_name", needed=True),
        _text("reason"),
        sa.Column("terms", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("target_id", "version", name="pk_target_revisions"),
        sa.ForeignKeyConstraint(["target_id"], [f"{SCHEMA}.targets.id"], name="fk_target_revisions_target_id_targets"),
        schema=SCHEMA,
    )
    # History is added to, never rewritten.
    _run(f"revoke update, delete, truncate on {SCHEMA}.target_revisions from {APP}")


def _text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not needed)


def _now(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _policy(table: str, name: str, rule: str) -> None:
    _run(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)
