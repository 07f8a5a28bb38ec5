"""Create the chain of seals over the audit, and find events by who, what and where."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "gateway"
APP = "lantoa_gateway_app"
FOUND_BY = ("actor_id", "subject", "place")

# Whoever adds an event, in whichever way, has it queued for the seal; the running gateway cannot enter others.
QUEUE = """
create function gateway.queue_for_seal() returns trigger language plpgsql security definer
    set search_path = gateway, pg_temp
as $$ begin
    insert into gateway.audit_unsealed (event_id) select id from fresh;
    return null;
end $$
"""
TRIGGER = f"""
create trigger queue_for_seal after insert on {SCHEMA}.audit_events
    referencing new table as fresh for each statement execute function {SCHEMA}.queue_for_seal()
"""


def upgrade() -> None:
    """Apply; what was recorded already is sealed first."""
    create_seals()
    for table in ("audit_seals", "audit_leaves"):
        op.execute(f"revoke update, delete, truncate on {SCHEMA}.{table} from {APP}")
    op.execute(f"revoke insert, update, truncate on {SCHEMA}.audit_unsealed from {APP}")
    op.execute("insert into gateway.audit_unsealed (event_id) select id from gateway.audit_events")
    op.execute(QUEUE)
    op.execute(f"revoke all on function {SCHEMA}.queue_for_seal() from public")
    op.execute(TRIGGER)
    for column in FOUND_BY:
        op.create_index(f"ix_audit_events_{column}_at", "audit_events", [column, "at"], schema=SCHEMA)
    told = sa.text("told_id is not null")
    op.create_index(
        "uq_audit_events_told_by_told_id",
        "audit_events",
        ["told_by", "told_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=told,
    )


def create_seals() -> None:
    """Seals, their leaves, and the events that wait."""
    numbers, words = ("first_id", "last_id"), ("root", "previous", "hash", "signature")
    op.create_table(
        "audit_seals",
        sa.Column("no", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in words),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_audit_seals"),
        schema=SCHEMA,
    )
    op.create_table(
        "audit_leaves",
        sa.Column("seal_no", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seal_no", "place", name="pk_audit_leaves"),
        sa.UniqueConstraint("event_id", name="uq_audit_leaves_event_id"),
        schema=SCHEMA,
    )
    op.create_table(
        "audit_unsealed",
        sa.Column("event_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_audit_unsealed"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Take back."""
    op.execute(f"drop trigger queue_for_seal on {SCHEMA}.audit_events")
    op.execute(f"drop function {SCHEMA}.queue_for_seal()")
    op.drop_index("uq_audit_events_told_by_told_id", "audit_events", schema=SCHEMA)
    for column in FOUND_BY:
        op.drop_index(f"ix_audit_events_{column}_at", "audit_events", schema=SCHEMA)
    for table in ("audit_unsealed", "audit_leaves", "audit_seals"):
        op.drop_table(table, schema=SCHEMA)
