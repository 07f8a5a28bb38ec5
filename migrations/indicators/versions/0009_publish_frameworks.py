"""Publish frameworks over HTTP: for an area, in versions that are kept, written only from within that area.

How many sheets use a framework is asked of a function of the owner's: whoever publishes may not see them all.
"""

# ruff: noqa: S608 - our own statements
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"
RIGHT = "'frameworks:write'"
SYSTEM = f"{ASKS} = '*'"
SEEN = f"(select {ASKS} <> '')"
EVERYWHERE = f"(select {SCHEMA}.is_everywhere({RIGHT}))"
WRITTEN = f"{EVERYWHERE} or area in (select {SCHEMA}.units_within({RIGHT}))"
OF_WRITTEN = (
    f"{EVERYWHERE} or exists (select from {SCHEMA}.frameworks f where f.id = framework_id"
    f" and f.area in (select {SCHEMA}.units_within({RIGHT})))"
)
# table: who sees, who adds and changes, who removes
WALLS = {
    "frameworks": (SEEN, WRITTEN, SYSTEM),
    "framework_nodes": (SEEN, OF_WRITTEN, OF_WRITTEN),
    "framework_revisions": (SEEN, OF_WRITTEN, SYSTEM),
}
USE = f"""
create function {SCHEMA}.framework_use(framework integer, out sheets bigint, out last_period integer)
language sql stable security definer begin atomic;
    select count(*), max(period) from {SCHEMA}.assessments where framework_id = framework;
end
"""


def upgrade() -> None:
    """Apply."""
    for column in (
        sa.Column("area", sa.Text(), nullable=False, server_default="VN"),
        sa.Column("succeeds", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("revised_by", sa.Text()),
    ):
        op.add_column("frameworks", column, schema=SCHEMA)
    op.create_table(
        "framework_revisions",
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("definition", "definition_hash", "by_id", "by_name")),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.PrimaryKeyConstraint("framework_id", "version", name="pk_framework_revisions"),
        sa.ForeignKeyConstraint(
            ["framework_id"], [f"{SCHEMA}.frameworks.id"], name="fk_framework_revisions_framework_id_frameworks"
        ),
        schema=SCHEMA,
    )
    _run(f"""
        insert into {SCHEMA}.framework_revisions
            (framework_id, version, definition, definition_hash, by_id, by_name, at)
        select id, version, definition, definition_hash, 'system', 'Hệ thống', published_at from {SCHEMA}.frameworks
    """)
    _run(USE)
    _run(f"revoke execute on function {SCHEMA}.framework_use(integer) from public")
    _run(f"grant execute on function {SCHEMA}.framework_use(integer) to {APP}")
    for table, (seen, written, removed) in WALLS.items():
        for setting in ("enable", "force"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
        _policy(table, "owner", f"to {OWNER} using (true) with check (true)")
        _policy(table, "seen", f"for select to {APP} using ({seen})")
        _policy(table, "added", f"for insert to {APP} with check ({written})")
        _policy(table, "changed", f"for update to {APP} using ({written}) with check ({written})")
        _policy(table, "removed", f"for delete to {APP} using ({removed})")


def _policy(table: str, name: str, rule: str) -> None:
    _run(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    for table in reversed(WALLS):
        for name in ("owner", "seen", "added", "changed", "removed"):
            _run(f"drop policy {name} on {SCHEMA}.{table}")
        for setting in ("no force", "disable"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
    _run(f"drop function {SCHEMA}.framework_use(integer)")
    op.drop_table("framework_revisions", schema=SCHEMA)
    for column in ("revised_by", "version", "succeeds", "area"):
        op.drop_column("frameworks", column, schema=SCHEMA)
