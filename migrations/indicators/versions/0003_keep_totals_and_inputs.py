"""Keep what scores were computed from, and the totals of every sheet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
INPUTS = (("assessment_scores", "inputs"), ("score_revisions", "old_inputs"), ("score_revisions", "new_inputs"))


def upgrade() -> None:
    """Apply; the totals of sheets that are there already are made when the frameworks are published next."""
    for table, column in INPUTS:
        op.add_column(table, sa.Column(column, JSONB), schema=SCHEMA)
    op.add_column("assessments", sa.Column("decisive", sa.Text), schema=SCHEMA)
    op.add_column("assessments", sa.Column("totalled_by", sa.Text), schema=SCHEMA)
    op.create_check_constraint(
        op.f("ck_assessments_decisive"), "assessments", "decisive in ('self', 'appraised', 'final')", schema=SCHEMA
    )
    _create_totals()


def downgrade() -> None:
    """Take back."""
    op.drop_table("assessment_totals", schema=SCHEMA)
    op.drop_constraint(op.f("ck_assessments_decisive"), "assessments", schema=SCHEMA)
    for table, column in (*INPUTS, ("assessments", "decisive"), ("assessments", "totalled_by")):
        op.drop_column(table, column, schema=SCHEMA)


def _create_totals() -> None:
    op.create_table(
        "assessment_totals",
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("leaves", sa.Integer, nullable=False),
        *_stage("self"),
        *_stage("appraised"),
        *_stage("final"),
        sa.Column("difference", sa.Numeric),
        sa.PrimaryKeyConstraint("assessment_id", "code", name=op.f("pk_assessment_totals")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            [f"{SCHEMA}.assessments.id"],
            name=op.f("fk_assessment_totals_assessment_id_assessments"),
        ),
        schema=SCHEMA,
    )


def _stage(name: str) -> tuple[sa.Column[sa.Numeric], sa.Column[sa.Numeric], sa.Column[sa.Integer]]:
    return (
        sa.Column(f"{name}_points", sa.Numeric),
        sa.Column(f"{name}_share", sa.Numeric),
        sa.Column(f"{name}_scored", sa.Integer, nullable=False),
    )
