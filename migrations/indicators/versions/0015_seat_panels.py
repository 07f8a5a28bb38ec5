"""Seat panels of appraisers: members, their parts and scores of a sheet, what the head agrees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"
READ = "'indicators:read'"
ARRANGE = "'assessments:arrange'"
APPRAISE = "'assessments:appraise'"
JUDGE = f"{APPRAISE}, 'assessments:finalise'"
SCORE = f"'assessments:self', {JUDGE}"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def on_unit(rights: str, area: str = "area") -> str:
    """Whether an area is reached by one of the rights."""
    return f"{area} in (select {SCHEMA}.units_within({rights}))"


def on_sheet(rights: str) -> str:
    """Whether the sheet of a row may be seen, and its unit is reached by one of the rights."""
    unit = on_unit(rights, "sheet.area")
    return f"exists (select from {SCHEMA}.assessments sheet where sheet.id = assessment_id and {unit})"


def on_panel(condition: str) -> str:
    """Whether the panel of a row may be seen and meets a condition."""
    return f"exists (select from {SCHEMA}.panels panel where panel.id = panel_id and ({condition}))"


SYSTEM = f"{ASKS} = '*'"
# Who is judged may know by whom: a panel is seen from the units below it too.
FROM_BELOW = f"""exists (select from {SCHEMA}.areas unit
    where unit.reach && (select {SCHEMA}.places_of({READ})) and unit.reach @> array[area])"""
SEEN = f"{everywhere(f'{READ}, {ARRANGE}, {JUDGE}')} or {on_unit(f'{READ}, {ARRANGE}, {JUDGE}')} or {FROM_BELOW}"
ARRANGED = f"{everywhere(ARRANGE)} or {on_unit(ARRANGE)}"
_SEATED = f"{everywhere(ARRANGE)} or {on_unit(ARRANGE, 'panel.area')}"
SEATED = on_panel(_SEATED)
WITHIN = f"{everywhere(f'{READ}, {SCORE}')} or {on_sheet(f'{READ}, {SCORE}')}"
JUDGES = f"{everywhere(JUDGE)} or {on_sheet(JUDGE)}"
APPRAISES = f"{everywhere(APPRAISE)} or {on_sheet(APPRAISE)}"
WALLS = {
    "panels": (SEEN, ARRANGED, SYSTEM),
    "panel_members": (on_panel("true"), SEATED, SEATED),
    "panel_parts": (WITHIN, APPRAISES, SYSTEM),
    "panel_scores": (JUDGES, APPRAISES, APPRAISES),
    "panel_agreements": (WITHIN, APPRAISES, SYSTEM),
}


def upgrade() -> None:
    """Apply."""
    _create_panels()
    _create_members()
    _create_parts()
    _create_scores()
    _create_agreements()
    for table, (seen, written, removed) in WALLS.items():
        for setting in ("enable", "force"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
        for name, rule in {
            "owner": f"to {OWNER} using (true) with check (true)",
            "seen": f"for select to {APP} using ({seen})",
            "added": f"for insert to {APP} with check ({written})",
            "changed": f"for update to {APP} using ({written}) with check ({written})",
            "removed": f"for delete to {APP} using ({removed})",
        }.items():
            _run(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)


def _now(name: str = "at") -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _words(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{SCHEMA}.{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _ids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid, nullable=False) for name in names]


def _create_panels() -> None:
    op.create_table(
        "panels",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("framework_id", sa.Integer, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        *_words("area"),
        *_words("unit_class", nullable=True),
        sa.Column("threshold", sa.Numeric, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        *_words("by_name"),
        _now("created_at"),
        _now("updated_at"),
        sa.Column("dissolved_at", sa.DateTime(timezone=True)),
        _key("panels", "id"),
        _names("panels", "framework_id", "frameworks"),
        sa.CheckConstraint("threshold between 0 and 100", name=op.f("ck_panels_threshold")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_panels_framework_id",
        "panels",
        ["framework_id", "period", "area", "unit_class"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("dissolved_at is null"),
        postgresql_nulls_not_distinct=True,
    )


def _create_members() -> None:
    op.create_table(
        "panel_members",
        *_ids("panel_id"),
        *_words("account"),
        sa.Column("place", sa.Integer, nullable=False),
        *_words("name"),
        sa.Column("is_head", sa.Boolean, nullable=False),
        sa.Column("groups", ARRAY(sa.Text)),
        _key("panel_members", "panel_id", "account"),
        _names("panel_members", "panel_id", "panels"),
        schema=SCHEMA,
    )


def _create_parts() -> None:
    op.create_table(
        "panel_parts",
        *_ids("panel_id", "assessment_id"),
        *_words("account"),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("2")),
        sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'open'")),
        sa.Column("given", sa.Integer, nullable=False, server_default=sa.text("0")),
        *_words("reason", nullable=True),
        _now(),
        _key("panel_parts", "panel_id", "assessment_id", "account"),
        _names("panel_parts", "panel_id", "panels"),
        _names("panel_parts", "assessment_id", "assessments"),
        sa.CheckConstraint("state in ('open', 'done', 'recused')", name=op.f("ck_panel_parts_state")),
        schema=SCHEMA,
    )
    op.create_index("ix_panel_parts_assessment_id", "panel_parts", ["assessment_id"], schema=SCHEMA)


def _create_scores() -> None:
    op.create_table(
        "panel_scores",
        *_ids("panel_id", "assessment_id"),
        *_words("account"),
        sa.Column("node_id", sa.Integer, nullable=False),
        sa.Column("points", sa.Numeric, nullable=False),
        sa.Column("inputs", JSONB),
        *_words("note", nullable=True),
        _now(),
        _key("panel_scores", "panel_id", "assessment_id", "account", "node_id"),
        _names("panel_scores", "panel_id", "panels"),
        _names("panel_scores", "assessment_id", "assessments"),
        _names("panel_scores", "node_id", "framework_nodes"),
        schema=SCHEMA,
    )
    _index_nodes("panel_scores")


def _create_agreements() -> None:
    op.create_table(
        "panel_agreements",
        *_ids("panel_id", "assessment_id"),
        sa.Column("node_id", sa.Integer, nullable=False),
        sa.Column("points", sa.Numeric, nullable=False),
        *_words("reason", nullable=True),
        *_words("by_id", "by_name"),
        _now(),
        _key("panel_agreements", "panel_id", "assessment_id", "node_id"),
        _names("panel_agreements", "panel_id", "panels"),
        _names("panel_agreements", "assessment_id", "assessments"),
        _names("panel_agreements", "node_id", "framework_nodes"),
        schema=SCHEMA,
    )
    _index_nodes("panel_agreements")


def _index_nodes(table: str) -> None:
    for column in ("assessment_id", "node_id"):
        op.create_index(f"ix_{table}_{column}", table, [column], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    for table in reversed(WALLS):
        op.drop_table(table, schema=SCHEMA)
