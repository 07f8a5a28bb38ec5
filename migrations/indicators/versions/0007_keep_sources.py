"""Keep what sources say, the matters in which they stand side by side, and which of them was chosen; walled off."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"
TABLES = ("observations", "matters", "matter_sides", "resolutions")
POLICIES = ("owner", "seen", "added", "changed", "removed")
READ, WRITE, RESOLVE = "'indicators:read'", "'values:write'", "'sources:resolve'"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def within(rights: str, area: str = "area_no") -> str:
    """Whether a numbered area is reached by one of the rights."""
    return f"{area} <@ (select {SCHEMA}.areas_spanned({rights}))"


def of_matter(condition: str) -> str:
    """Whether the matter of a row may be seen and meets a condition."""
    return f"exists (select from {SCHEMA}.matters matter where matter.id = matter_id and ({condition}))"


SYSTEM = f"{ASKS} = '*'"
ANYBODY = f"(select {ASKS} <> '')"
OPEN = f"indicator_no <> all ((select {SCHEMA}.closed_indicators())::int[])"
ALL = f"{READ}, {WRITE}, {RESOLVE}"
# What is said of no indicator was printed somewhere: everybody who asks may read it.
SEEN = f"{everywhere(ALL)} or indicator_no is null and {ANYBODY} or {OPEN} or {within(ALL)}"
RECORDED = f"{everywhere(WRITE)} or {within(WRITE)}"
EITHER = f"{WRITE}, {RESOLVE}"
CHOSEN = f"{everywhere(RESOLVE)} or {of_matter(within(RESOLVE, 'matter.area_no'))}"
SIDED = f"{everywhere(WRITE)} or {of_matter(within(WRITE, 'matter.area_no'))}"

WALLS = {
    "observations": (SEEN, RECORDED, SYSTEM),
    "matters": (SEEN, f"{everywhere(EITHER)} or {within(EITHER)}", SYSTEM),
    "matter_sides": (of_matter("true"), SIDED, SYSTEM),
    "resolutions": (of_matter("true"), CHOSEN, SYSTEM),
}


def upgrade() -> None:
    """Apply."""
    _create_observations()
    _create_matters()
    _create_resolutions()
    for table in ("observations", "matter_sides", "resolutions"):
        _run(f"revoke update, delete, truncate on {SCHEMA}.{table} from {APP}")
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


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("uuidv7()"))


def _words(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not needed)


def _now() -> sa.Column[object]:
    return sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))


def _cell(table: str) -> list[sa.schema.SchemaItem]:
    rule = "(indicator_no is null) = (period is null) and (indicator_no is null or area_no is not null)"
    return [
        *(sa.Column(name, sa.Integer()) for name in ("period", "area_no", "indicator_no")),
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_cell")),
    ]


def _create_observations() -> None:
    kinds = "kind in ('instrument', 'report', 'speech', 'press', 'system', 'derived')"
    says = "coalesce(value, numerator) is not null or said is not null"
    op.create_table(
        "observations",
        _id(),
        _words("key"),
        *_cell("observations"),
        _words("measure", needed=True),
        _words("scope"),
        *(sa.Column(name, sa.Numeric()) for name in ("value", "numerator", "denominator")),
        *(_words(name) for name in ("said", "unit")),
        _words("qualifier", needed=True),
        sa.Column("as_of", sa.Date()),
        *(_words(name, needed=True) for name in ("kind", "source")),
        *(_words(name) for name in ("quote", "instrument", "reference", "evidence", "note", "doubt")),
        *(_words(name, needed=True) for name in ("folded", "by_id", "by_name")),
        _now(),
        sa.PrimaryKeyConstraint("id", name="pk_observations"),
        sa.UniqueConstraint("key", name="uq_observations_key"),
        sa.CheckConstraint(
            "qualifier in ('exactly', 'over', 'nearly', 'estimated')", name=op.f("ck_observations_qualifier")
        ),
        sa.CheckConstraint(kinds, name=op.f("ck_observations_kind")),
        sa.CheckConstraint(says, name=op.f("ck_observations_says_something")),
        schema=SCHEMA,
    )
    op.create_index("ix_observations_cell", "observations", ["indicator_no", "area_no", "period"], schema=SCHEMA)


def _create_matters() -> None:
    op.create_table(
        "matters",
        _id(),
        _words("key"),
        *_cell("matters"),
        _words("title", needed=True),
        _words("explanation"),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("chosen", sa.Uuid()),
        sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("id", name="pk_matters"),
        sa.UniqueConstraint("key", name="uq_matters_key"),
        sa.UniqueConstraint("indicator_no", "area_no", "period", name="uq_matters_indicator_no_area_no_period"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_matters_version_positive")),
        sa.ForeignKeyConstraint(["chosen"], [f"{SCHEMA}.observations.id"], name="fk_matters_chosen_observations"),
        schema=SCHEMA,
    )
    op.create_table(
        "matter_sides",
        *_references("matter_sides"),
        sa.PrimaryKeyConstraint("matter_id", "observation_id", name="pk_matter_sides"),
        schema=SCHEMA,
    )
    op.create_index("ix_matter_sides_observation_id", "matter_sides", ["observation_id"], schema=SCHEMA)


def _references(table: str) -> list[sa.schema.SchemaItem]:
    return [
        item
        for name, of in (("matter_id", "matters"), ("observation_id", "observations"))
        for item in (
            sa.Column(name, sa.Uuid(), nullable=False),
            sa.ForeignKeyConstraint([name], [f"{SCHEMA}.{of}.id"], name=f"fk_{table}_{name}_{of}"),
        )
    ]


def _create_resolutions() -> None:
    op.create_table(
        "resolutions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_references("resolutions"),
        *(_words(name, needed=True) for name in ("reason", "by_id", "by_name")),
        _now(),
        sa.PrimaryKeyConstraint("id", name="pk_resolutions"),
        schema=SCHEMA,
    )
    op.create_index("ix_resolutions_matter_id", "resolutions", ["matter_id"], schema=SCHEMA)


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        for name in POLICIES:
            _run(f"drop policy {name} on {SCHEMA}.{table}")
        op.drop_table(table, schema=SCHEMA)
