"""Take values in from other services: every event told, and which cell each measurement holds; walled off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
SYSTEM = "current_setting('lantoa.caller', true) = '*'"
BEFORE = "'entered', 'imported', 'api', 'document', 'illustrative'"
ALL = "'indicators:read', 'values:write', 'sources:resolve'"
RESOLVE = "'sources:resolve'"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def on_unit(rights: str) -> str:
    """Whether the area an event names is reached by one of the rights; one nobody knows is of the whole country."""
    return f"area in (select {SCHEMA}.units_within({rights}))"


def within(rights: str) -> str:
    """Whether the numbered area of a row is reached by one of the rights."""
    return f"area_no <@ (select {SCHEMA}.areas_spanned({rights}))"


WALLS = {
    "measurement_events": (
        f"{everywhere(ALL)} or {on_unit(ALL)}",
        SYSTEM,
        f"{everywhere(RESOLVE)} or {on_unit(RESOLVE)}",
    ),
    "measurements": (f"{everywhere(ALL)} or {within(ALL)}", *[f"{everywhere(RESOLVE)} or {within(RESOLVE)}"] * 2),
}


def upgrade() -> None:
    """Apply."""
    _know_sources(f"{BEFORE}, 'feed'")
    _create_events()
    _create_measurements()
    for table, (seen, added, changed) in WALLS.items():
        for setting in ("enable", "force"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
        _policy(table, "owner", f"to {OWNER} using (true) with check (true)")
        _policy(table, "seen", f"for select to {APP} using ({seen})")
        _policy(table, "added", f"for insert to {APP} with check ({added})")
        _policy(table, "changed", f"for update to {APP} using ({changed}) with check ({changed})")
        _policy(table, "removed", f"for delete to {APP} using ({SYSTEM})")
    _run(f"revoke delete, truncate on {SCHEMA}.measurement_events from {APP}")


def _know_sources(sources: str) -> None:
    """Nothing that is stored breaks the wider rule: no row is looked at."""
    name = op.f("ck_indicator_values_source")
    op.drop_constraint(name, "indicator_values", schema=SCHEMA)
    _run(f"alter table {SCHEMA}.indicator_values add constraint {name} check (source in ({sources})) not valid")
    _run(f"alter table {SCHEMA}.indicator_values validate constraint {name}")


def _policy(table: str, name: str, rule: str) -> None:
    _run(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)


def _words(name: str, *, needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not needed)


def _create_events() -> None:
    outcome = "outcome in ('published', 'withdrawn', 'parked', 'superseded')"
    op.create_table(
        "measurement_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(_words(name) for name in ("feed", "source", "key", "type")),
        _words("area", needed=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        _words("outcome"),
        _words("reason", needed=False),
        sa.Column("is_occupied", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_measurement_events"),
        sa.CheckConstraint(outcome, name=op.f("ck_measurement_events_outcome")),
        schema=SCHEMA,
    )
    op.create_index("ix_measurement_events_key", "measurement_events", ["source", "key"], schema=SCHEMA)
    parked = sa.text("outcome = 'parked'")
    op.create_index(
        "ix_measurement_events_parked", "measurement_events", ["seq"], schema=SCHEMA, postgresql_where=parked
    )


def _create_measurements() -> None:
    op.create_table(
        "measurements",
        *(_words(name) for name in ("source", "key")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("period", "area_no", "indicator_no")),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("source", "key", name="pk_measurements"),
        schema=SCHEMA,
    )
    op.create_index("ix_measurements_cell", "measurements", ["indicator_no", "area_no", "period"], schema=SCHEMA)


def downgrade() -> None:
    """Take back; what came from feeds stays, as what systems sent."""
    for table in reversed(WALLS):
        op.drop_table(table, schema=SCHEMA)
    _run(f"update {SCHEMA}.indicator_values set source = 'api' where source = 'feed'")  # noqa: S608
    _know_sources(BEFORE)
