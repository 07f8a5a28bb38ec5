"""Create evidence: contents by hash, what units call them, what they stand behind; walled off by unit."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
KIND = """case kind
    when 'file' then digest is not null and file_name is not null
    when 'instrument' then digest is null and number is not null and issued_on is not null
    else false end"""
SYSTEM = "current_setting('lantoa.caller', true) = '*'"
SENDING = "'values:write', 'assessments:self'"
SEEING = f"'indicators:read', {SENDING}"


def anywhere(rights: str) -> str:
    """Whether the system itself asks, or one of the rights is held on the whole country."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


UNIT = f"area in (select {SCHEMA}.units_within({{}}))"
CELL = f"area_no <@ (select {SCHEMA}.areas_spanned({{}}))"
SHEET = (
    f"exists (select from {SCHEMA}.assessments sheet where sheet.id = assessment_id"
    f" and sheet.area in (select {SCHEMA}.units_within({{}})))"
)
WALLS = {
    "evidence": UNIT,
    "value_evidence": CELL,
    "score_evidence": SHEET,
}


def upgrade() -> None:
    """Apply."""
    _create_contents()
    _create_links()
    for table, within in WALLS.items():
        seen = f"{anywhere(SEEING)} or {within.format(SEEING)}"
        written = f"{anywhere(SENDING)} or {within.format(SENDING)}"
        removed = SYSTEM if table == "evidence" else written
        _wall(table, seen=seen, added=written, changed=written, removed=removed)
    # The bytes are seen through whatever evidence of theirs is seen; anybody who may send may add some.
    seen = f"exists (select from {SCHEMA}.evidence named where named.digest = evidence_files.digest)"
    sends = f"{SYSTEM} or (select {SCHEMA}.is_anywhere({SENDING}))"
    _wall("evidence_files", seen=seen, added=sends, changed="false", removed=SYSTEM)


def _wall(table: str, **rules: str) -> None:
    for setting in ("enable", "force"):
        op.execute(f"alter table {SCHEMA}.{table} {setting} row level security")
    for name, rule in {
        "owner": f"to {OWNER} using (true) with check (true)",
        "seen": f"for select to {APP} using ({rules['seen']})",
        "added": f"for insert to {APP} with check ({rules['added']})",
        "changed": f"for update to {APP} using ({rules['changed']}) with check ({rules['changed']})",
        "removed": f"for delete to {APP} using ({rules['removed']})",
    }.items():
        op.get_bind().exec_driver_sql(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _now() -> sa.Column[sa.DateTime]:
    return sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _create_contents() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_evidence_files")),
        schema=SCHEMA,
    )
    # What is a picture or a package is compressed already.
    op.execute(f"alter table {SCHEMA}.evidence_files alter column content set storage external")
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("area", "kind", "abstract")),
        sa.Column("number", sa.Text),
        sa.Column("issued_on", sa.Date),
        *(sa.Column(name, sa.Text) for name in ("issuer", "file_name", "digest")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("folded", "by_id", "by_name")),
        _now(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.ForeignKeyConstraint(
            ["digest"], [f"{SCHEMA}.evidence_files.digest"], name=op.f("fk_evidence_digest_evidence_files")
        ),
        sa.CheckConstraint(KIND, name=op.f("ck_evidence_kind")),
        schema=SCHEMA,
    )
    op.create_index("uq_evidence_area_digest", "evidence", ["area", "digest"], unique=True, schema=SCHEMA)
    op.create_index(
        "uq_evidence_area_number_issued_on", "evidence", ["area", "number", "issued_on"], unique=True, schema=SCHEMA
    )
    op.create_index("ix_evidence_area_id", "evidence", ["area", "id"], schema=SCHEMA)
    op.create_index("ix_evidence_digest", "evidence", ["digest"], schema=SCHEMA)


def _create_links() -> None:
    _create_link("value_evidence", *(sa.Column(name, sa.Integer) for name in ("period", "area_no", "indicator_no")))
    _create_link("score_evidence", sa.Column("assessment_id", sa.Uuid), sa.Column("node_id", sa.Integer))
    for column, table in (("assessment_id", "assessments"), ("node_id", "framework_nodes")):
        name = op.f(f"fk_score_evidence_{column}_{table}")
        op.create_foreign_key(
            name, "score_evidence", table, [column], ["id"], source_schema=SCHEMA, referent_schema=SCHEMA
        )
    op.create_index("ix_score_evidence_node_id", "score_evidence", ["node_id"], schema=SCHEMA)


def _create_link(table: str, *key: sa.Column[object]) -> None:
    keys = [sa.Column(column.name, column.type, nullable=False) for column in key]
    op.create_table(
        table,
        *keys,
        sa.Column("evidence_id", sa.Uuid, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("by_name", sa.Text, nullable=False),
        _now(),
        sa.PrimaryKeyConstraint(*(column.name for column in key), "evidence_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], [f"{SCHEMA}.evidence.id"], name=op.f(f"fk_{table}_evidence_id_evidence")
        ),
        schema=SCHEMA,
    )
    op.create_index(f"ix_{table}_evidence_id", table, ["evidence_id"], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    op.execute(f"drop policy seen on {SCHEMA}.evidence_files")
    for table in ("score_evidence", "value_evidence", "evidence", "evidence_files"):
        op.drop_table(table, schema=SCHEMA)
