"""Review what sources are said to say: waiting, accepted, withdrawn; only what was accepted is open to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP = "lantoa_indicators_app"
READ, WRITE, RESOLVE = "'indicators:read'", "'values:write'", "'sources:resolve'"
JUDGED = ("state", "is_open", "accepted_at", "accepted_by", "withdrawn_at", "withdrawn_by", "withdrawal")
"""What a review changes; what the source said never changes."""


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def within(rights: str, area: str = "area_no") -> str:
    """Whether a numbered area is reached by one of the rights."""
    return f"{area} <@ (select {SCHEMA}.areas_spanned({rights}))"


ANYBODY = "(select current_setting('lantoa.caller', true) <> '')"
OPEN = f"indicator_no <> all ((select {SCHEMA}.closed_indicators())::int[])"
ALL, EITHER = f"{READ}, {WRITE}, {RESOLVE}", f"{WRITE}, {RESOLVE}"
SEEN_BEFORE = f"{everywhere(ALL)} or indicator_no is null and {ANYBODY} or {OPEN} or {within(ALL)}"
SEEN = f"{everywhere(ALL)} or is_open and (indicator_no is null and {ANYBODY} or {OPEN}) or {within(ALL)}"
CHANGED_BEFORE = f"{everywhere(WRITE)} or {within(WRITE)}"
CHANGED = f"{everywhere(EITHER)} or {within(EITHER)}"


def sided(rights: str) -> str:
    """Who sets observations side by side."""
    of_matter = f"exists (select from {SCHEMA}.matters matter where matter.id = matter_id and ({{}}))"
    return f"{everywhere(rights)} or {of_matter.format(within(rights, 'matter.area_no'))}"


def upgrade() -> None:
    """Apply."""
    op.add_column("observations", sa.Column("state", sa.Text, nullable=False, server_default="accepted"), schema=SCHEMA)
    op.add_column(
        "observations", sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.true()), schema=SCHEMA
    )
    for name in ("accepted_at", "withdrawn_at"):
        op.add_column("observations", sa.Column(name, sa.DateTime(timezone=True)), schema=SCHEMA)
    for name in ("accepted_by", "withdrawn_by", "withdrawal"):
        op.add_column("observations", sa.Column(name, sa.Text), schema=SCHEMA)
    op.create_check_constraint(
        op.f("ck_observations_state"), "observations", "state in ('waiting', 'accepted', 'withdrawn')", schema=SCHEMA
    )
    op.create_check_constraint(
        op.f("ck_observations_withdrawal"),
        "observations",
        "(state = 'withdrawn') = (withdrawal is not null)",
        schema=SCHEMA,
    )
    op.create_index(
        "ix_observations_waiting", "observations", ["id"], schema=SCHEMA, postgresql_where=sa.text("state = 'waiting'")
    )
    _run(f"grant update ({', '.join(JUDGED)}) on {SCHEMA}.observations to {APP}")
    _rewall(SEEN, CHANGED, sided(EITHER))


def downgrade() -> None:
    """Take back."""
    _rewall(SEEN_BEFORE, CHANGED_BEFORE, sided(WRITE))
    _run(f"revoke update ({', '.join(JUDGED)}) on {SCHEMA}.observations from {APP}")
    op.drop_index("ix_observations_waiting", "observations", schema=SCHEMA)
    for name in reversed(JUDGED):
        op.drop_column("observations", name, schema=SCHEMA)


def _rewall(seen: str, changed: str, sides: str) -> None:
    """Say anew who sees observations, who judges them and who sets them side by side."""
    _run(f"alter policy seen on {SCHEMA}.observations using ({seen})")
    _run(f"alter policy changed on {SCHEMA}.observations using ({changed}) with check ({changed})")
    _run(f"alter policy added on {SCHEMA}.matter_sides with check ({sides})")
    _run(f"alter policy changed on {SCHEMA}.matter_sides using ({sides}) with check ({sides})")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)
