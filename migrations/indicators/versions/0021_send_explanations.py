"""Tell explanations that were sent from drafts, which only the unit's own people read."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
# A step and what it closes are written in one transaction, so at one instant.
_SENT = """
    update indicators.round_questions q set is_sent = true
    where q.answer is not null and exists (
        select from indicators.round_steps s
        where s.assessment_id = q.assessment_id and s.verb = 'explain' and s.at = q.closed_at
    )
"""


def upgrade() -> None:
    """Mark what was sent so far."""
    sent = sa.Column("is_sent", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("round_questions", sent, schema=SCHEMA)
    op.execute(_SENT)


def downgrade() -> None:
    """Show every explanation to whoever reads the sheet."""
    op.drop_column("round_questions", "is_sent", schema=SCHEMA)
