"""Create frameworks, assessments, scores and their revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
STAGES = "stage in ('self', 'appraised', 'final')"


def upgrade() -> None:
    """Apply."""
    _create_frameworks()
    _create_assessments()
    _create_scores()
    _create_revisions()
    _keep_revisions()


def downgrade() -> None:
    """Take back."""
    for table in ("score_revisions", "assessment_scores", "assessments", "framework_nodes", "frameworks"):
        op.drop_table(table, schema=SCHEMA)


def _now(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _create_frameworks() -> None:
    op.create_table(
        "frameworks",
        sa.Column("id", sa.Integer, sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("definition_hash", sa.Text, nullable=False),
        _now("published_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frameworks")),
        sa.UniqueConstraint("code", name=op.f("uq_frameworks_code")),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_frameworks_valid_days")),
        schema=SCHEMA,
    )
    op.create_table(
        "framework_nodes",
        sa.Column("id", sa.Integer, sa.Identity(always=True), nullable=False),
        sa.Column("framework_id", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("is_leaf", sa.Boolean, nullable=False),
        sa.Column("max_points", sa.Numeric, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_nodes")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_framework_nodes_framework_id_code")),
        sa.ForeignKeyConstraint(
            ["framework_id"], [f"{SCHEMA}.frameworks.id"], name=op.f("fk_framework_nodes_framework_id_frameworks")
        ),
        schema=SCHEMA,
    )


def _create_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("framework_id", sa.Integer, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        _now("created_at"),
        _now("updated_at"),
        sa.Column("reported_score", sa.Numeric),
        sa.Column("reported_rank", sa.Integer),
        sa.Column("reported_source", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("framework_id", "area", "period", name=op.f("uq_assessments_framework_id_area_period")),
        sa.ForeignKeyConstraint(
            ["framework_id"], [f"{SCHEMA}.frameworks.id"], name=op.f("fk_assessments_framework_id_frameworks")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_assessments_version_positive")),
        sa.CheckConstraint("reported_rank >= 1", name=op.f("ck_assessments_reported_rank_positive")),
        sa.CheckConstraint(
            "(reported_score is null and reported_rank is null) = (reported_source is null)",
            name=op.f("ck_assessments_reported_sourced"),
        ),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_assessments_area"), "assessments", ["area"], schema=SCHEMA)


def _create_scores() -> None:
    op.create_table(
        "assessment_scores",
        *_score_keys("assessment_scores"),
        sa.Column("points", sa.Numeric, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("by_id", sa.Text, nullable=False),
        _now("at"),
        sa.PrimaryKeyConstraint("assessment_id", "node_id", "stage", name=op.f("pk_assessment_scores")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_assessment_scores_points_positive")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_assessment_scores_node_id"), "assessment_scores", ["node_id"], schema=SCHEMA)


def _create_revisions() -> None:
    op.create_table(
        "score_revisions",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        *_score_keys("score_revisions"),
        sa.Column("old_points", sa.Numeric),
        sa.Column("new_points", sa.Numeric),
        sa.Column("reason", sa.Text),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        _now("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_revisions")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_score_revisions_assessment_id"), "score_revisions", ["assessment_id", "id"], schema=SCHEMA)
    op.create_index(op.f("ix_score_revisions_node_id"), "score_revisions", ["node_id"], schema=SCHEMA)


def _score_keys(table: str) -> list[sa.schema.SchemaItem]:
    """Which criterion of which sheet at which stage, with the constraints that keep it true."""
    return [
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("node_id", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], [f"{SCHEMA}.assessments.id"], name=op.f(f"fk_{table}_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], [f"{SCHEMA}.framework_nodes.id"], name=op.f(f"fk_{table}_node_id_framework_nodes")
        ),
        sa.CheckConstraint(STAGES, name=op.f(f"ck_{table}_stage")),
    ]


def _keep_revisions() -> None:
    """History is added to, never rewritten. The app role exists wherever the product provisioned the server."""
    op.execute(f"revoke update, delete, truncate on {SCHEMA}.score_revisions from lantoa_indicators_app")
