"""Create the register of official documents."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "directory"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "instruments",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("number", "kind", "issuer")),
        sa.Column("issued_on", sa.Date()),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("certainty", "source", "folded")),
        sa.PrimaryKeyConstraint("id", name="pk_instruments"),
        sa.UniqueConstraint("number", "issuer", "year", name="uq_instruments_number_issuer_year"),
        sa.CheckConstraint("year between 1945 and 2100", name=op.f("ck_instruments_year")),
        sa.CheckConstraint("extract(year from issued_on) = year", name=op.f("ck_instruments_day_in_year")),
        sa.CheckConstraint(
            "certainty in ('read', 'title', 'cited', 'conflict')", name=op.f("ck_instruments_certainty")
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_instruments_year_number", "instruments", ["year", "number"], schema=SCHEMA)


def downgrade() -> None:
    """Undo."""
    op.drop_table("instruments", schema=SCHEMA)
