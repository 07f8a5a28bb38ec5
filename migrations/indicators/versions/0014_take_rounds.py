"""Take sheets through a round: states, steps, questions, publications and the recognition fixed by them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"
CHECKS = {
    "state": "state in ('self', 'submitted', 'appraising', 'explaining', 'finalised', 'published')",
    "submitted_first": "submissions > 0 or state = 'self'",
    "held": "held = (submissions > 0 and publication is null)",
}
READ = "'indicators:read'"
JUDGE = "'assessments:appraise', 'assessments:finalise'"
SCORE = f"'assessments:self', {JUDGE}"
PUBLISH = "'assessments:finalise'"
APPRAISE = "'assessments:appraise'"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def on_unit(rights: str, area: str = "area") -> str:
    """Whether the unit of a sheet is reached by one of the rights."""
    return f"{area} in (select {SCHEMA}.units_within({rights}))"


def on_sheet(condition: str) -> str:
    """Whether the sheet of a row may be seen and meets a condition."""
    return f"exists (select from {SCHEMA}.assessments sheet where sheet.id = assessment_id and ({condition}))"


SYSTEM = f"{ASKS} = '*'"
ASKED = f"(select {ASKS} <> '')"
OWN = f"sheet.area in (select {SCHEMA}.units_owned('assessments:self'))"
ALL_SHEETS = everywhere(f"{READ}, {SCORE}")


def seen(final: str, score: str) -> dict[str, str]:
    """Who sees sheets, totals and scores, where `final` opens a sheet to every reader."""
    within = on_unit(f"{READ}, {SCORE}", "sheet.area")
    opened = final.format("sheet.")
    return {
        "assessments": f"{ALL_SHEETS} or (select {SCHEMA}.is_anywhere({READ}))"
        f" and ({final.format('')} or reported_source is not null) or {on_unit(f'{READ}, {SCORE}')}",
        "assessment_totals": f"{ALL_SHEETS} or {on_sheet(f'{opened} or {within}')}",
        "assessment_scores": f"{ALL_SHEETS} or {on_sheet(f'{score} or {opened} or {within}')}",
        "score_revisions": f"{ALL_SHEETS} or {on_sheet(f'{score} or {opened} or {within}')}",
    }


HELD = seen("({0}decisive = 'final' and not {0}held)", score="stage = 'final' and not sheet.held")
BEFORE = seen("{0}decisive = 'final'", score="stage = 'final'")
WITHIN = f"{ALL_SHEETS} or {on_sheet(on_unit(f'{READ}, {SCORE}', 'sheet.area'))}"
_STEPS = f"{on_unit(JUDGE, 'sheet.area')} or {OWN}"
STEPPED = f"{everywhere(JUDGE)} or {on_sheet(_STEPS)}"
ASKED_BY = f"{everywhere(APPRAISE)} or {on_sheet(on_unit(APPRAISE, 'sheet.area'))}"
PUBLISHED = f"{everywhere(PUBLISH)} or {on_unit(PUBLISH)}"
WALLS = {
    "round_steps": (WITHIN, STEPPED, "false"),
    "round_questions": (WITHIN, ASKED_BY, STEPPED),
    "sheet_publications": (ASKED, PUBLISHED, "false"),
    "recognitions": (ASKED, PUBLISHED, PUBLISHED),
}


def upgrade() -> None:
    """Apply."""
    _create_publications()
    _create_steps()
    _create_questions()
    _create_recognitions()
    _keep_states()
    for table, condition in HELD.items():
        _run(f"alter policy seen on {SCHEMA}.{table} using ({condition})")
    for table, (seen_by, added, changed) in WALLS.items():
        for setting in ("enable", "force"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
        for name, rule in {
            "owner": f"to {OWNER} using (true) with check (true)",
            "seen": f"for select to {APP} using ({seen_by})",
            "added": f"for insert to {APP} with check ({added})",
            "changed": f"for update to {APP} using ({changed}) with check ({changed})",
            "removed": f"for delete to {APP} using ({SYSTEM})",
        }.items():
            _run(f"create policy {name} on {SCHEMA}.{table} {rule}")
    _run(f"revoke update, delete, truncate on {SCHEMA}.round_steps from {APP}")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)


def _now(name: str = "at") -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _words(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{SCHEMA}.{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _create_publications() -> None:
    op.create_table(
        "sheet_publications",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("framework_id", sa.Integer, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        *_words("area", "instrument_number"),
        sa.Column("instrument_issued_on", sa.Date, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        *_words("by_id", "by_name"),
        _now(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_publications")),
        _names("sheet_publications", "framework_id", "frameworks"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_sheet_publications_framework_id", "sheet_publications", ["framework_id", "period"], schema=SCHEMA
    )


def _create_steps() -> None:
    op.create_table(
        "round_steps",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        *_words("verb", "start", "ending"),
        *_words("reason", nullable=True),
        sa.Column("due", sa.Date),
        *_words("by_id", "by_name"),
        _now(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_steps")),
        _names("round_steps", "assessment_id", "assessments"),
        schema=SCHEMA,
    )
    op.create_index("ix_round_steps_assessment_id", "round_steps", ["assessment_id", "id"], schema=SCHEMA)


def _create_questions() -> None:
    op.create_table(
        "round_questions",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("node_id", sa.Integer, nullable=False),
        *_words("question", "asked_by"),
        _now("asked_at"),
        *_words("answer", "answered_by", nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_questions")),
        _names("round_questions", "assessment_id", "assessments"),
        _names("round_questions", "node_id", "framework_nodes"),
        schema=SCHEMA,
    )
    op.create_index("ix_round_questions_assessment_id", "round_questions", ["assessment_id", "id"], schema=SCHEMA)
    op.create_index("ix_round_questions_node_id", "round_questions", ["node_id"], schema=SCHEMA)


def _create_recognitions() -> None:
    op.create_table(
        "recognitions",
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("publication_id", sa.Uuid, nullable=False),
        sa.Column("framework_id", sa.Integer, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        *_words("area"),
        *_words("level", nullable=True),
        sa.Column("level_no", sa.Integer, nullable=False),
        *_words("level_name"),
        *(sa.Column(name, sa.Numeric, nullable=False) for name in ("points", "maximum", "share")),
        *_words("rule_hash"),
        sa.Column("told", JSONB, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False, server_default=sa.text("true")),
        sa.PrimaryKeyConstraint("assessment_id", "publication_id", name=op.f("pk_recognitions")),
        _names("recognitions", "assessment_id", "assessments"),
        _names("recognitions", "publication_id", "sheet_publications"),
        _names("recognitions", "framework_id", "frameworks"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_recognitions_assessment_id",
        "recognitions",
        ["assessment_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("current"),
    )
    op.create_index("ix_recognitions_publication_id", "recognitions", ["publication_id"], schema=SCHEMA)
    op.create_index("ix_recognitions_framework_id", "recognitions", ["framework_id", "period"], schema=SCHEMA)


def _keep_states() -> None:
    for column in (
        sa.Column("state", sa.Text, nullable=False, server_default=sa.text("'self'")),
        sa.Column("submissions", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("due", sa.Date),
        sa.Column("publication", sa.Uuid),
    ):
        op.add_column("assessments", column, schema=SCHEMA)
    held = sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("assessments", held, schema=SCHEMA)
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_assessments_{name}"), "assessments", rule, schema=SCHEMA)
    op.create_foreign_key(
        op.f("fk_assessments_publication_sheet_publications"),
        "assessments",
        "sheet_publications",
        ["publication"],
        ["id"],
        source_schema=SCHEMA,
        referent_schema=SCHEMA,
    )
    op.create_index("ix_assessments_publication", "assessments", ["publication"], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    for table, condition in BEFORE.items():
        _run(f"alter policy seen on {SCHEMA}.{table} using ({condition})")
    for name in ("held", "publication", "due", "submissions", "state"):
        if name == "publication":
            op.drop_index("ix_assessments_publication", "assessments", schema=SCHEMA)
        op.drop_column("assessments", name, schema=SCHEMA)
    for table in ("recognitions", "round_questions", "round_steps", "sheet_publications"):
        op.drop_table(table, schema=SCHEMA)
