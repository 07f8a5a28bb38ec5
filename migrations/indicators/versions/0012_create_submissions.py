"""Create forms, submissions with their cells and steps, and reminders; publishers write values through them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
STATES = "state in ('draft', 'submitted', 'returned', 'accepted', 'published')"
QUALIFIERS = "qualifier in ('exactly', 'over', 'nearly', 'estimated')"
ADDED_TO = ("form_editions", "submission_steps")
"""Tables of history: rows are added, never changed or removed."""

ASKS = "current_setting('lantoa.caller', true)"
SYSTEM = f"{ASKS} = '*'"
ANYBODY = f"(select {ASKS} <> '')"
READ, WRITE = "'indicators:read'", "'values:write'"
REVIEW, PUBLISH, DEFINE = "'submissions:review'", "'submissions:publish'", "'forms:write'"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def within(rights: str, area: str = "area") -> str:
    """Whether the unit of a row is reached by one of the rights."""
    return f"{area} in (select {SCHEMA}.units_within({rights}))"


def owned(area: str = "area") -> str:
    """Whether the unit of a row is the caller's own, to write for."""
    return f"{area} in (select {SCHEMA}.units_owned({WRITE}))"


def of_submission(condition: str) -> str:
    """Whether the submission of a row may be seen and meets a condition."""
    return f"exists (select from {SCHEMA}.submissions sent where sent.id = submission_id and ({condition}))"


SEEN = f"{everywhere(f'{READ}, {WRITE}, {REVIEW}, {PUBLISH}')} or {within(f'{READ}, {WRITE}, {REVIEW}, {PUBLISH}')}"
OPENED = f"{SYSTEM} or {owned()}"
MOVED = f"{everywhere(f'{REVIEW}, {PUBLISH}')} or {within(f'{REVIEW}, {PUBLISH}')} or {owned()}"
_PART_SEEN = f"{everywhere(f'{READ}, {WRITE}, {REVIEW}, {PUBLISH}')} or " + of_submission(
    within(f"{READ}, {WRITE}, {REVIEW}, {PUBLISH}", "sent.area")
)
_PART_MOVED = f"{everywhere(f'{REVIEW}, {PUBLISH}')} or " + of_submission(
    f"{within(f'{REVIEW}, {PUBLISH}', 'sent.area')} or {owned('sent.area')}"
)
_ALL_OF_THEM = f"array(select {SCHEMA}.units_within({DEFINE}))"
DEFINED = f"{everywhere(DEFINE)} or applies_in <@ {_ALL_OF_THEM}"
EDITION_ADDED = (
    f"{everywhere(DEFINE)} or exists (select from {SCHEMA}.forms form where form.id = form_id"
    f" and form.applies_in <@ {_ALL_OF_THEM})"
)
REMINDED = f"{everywhere(REVIEW)} or {within(REVIEW)}"

WALLS = {
    "forms": (ANYBODY, DEFINED, DEFINED, SYSTEM),
    "form_editions": (ANYBODY, EDITION_ADDED, SYSTEM, SYSTEM),
    "submissions": (SEEN, OPENED, MOVED, SYSTEM),
    "submission_cells": (_PART_SEEN, _PART_MOVED, _PART_MOVED, SYSTEM),
    "submission_steps": (_PART_SEEN, _PART_MOVED, SYSTEM, SYSTEM),
    "submission_reminders": (SEEN, REMINDED, SYSTEM, SYSTEM),
}


def values_walls(writers: str) -> dict[str, tuple[str, str]]:
    """Who sees and who writes published values and their sums, by who may write values."""
    open_ones = f"indicator_no <> all ((select {SCHEMA}.closed_indicators())::int[])"
    spanned = f"area_no <@ (select {SCHEMA}.areas_spanned({{}}))"
    summed = f"area_no <@ (select {SCHEMA}.areas_summed({writers}))"
    readers = f"{READ}, {writers}"
    seen = f"{everywhere(readers)} or {open_ones} or {spanned.format(readers)}"
    written = f"{everywhere(writers)} or {spanned.format(writers)}"
    sums = (f"{seen} or {summed}", f"{everywhere(writers)} or {summed}")
    acts = f"{everywhere(writers)} or areas <@ (select {SCHEMA}.areas_within({writers}))::int[]"
    return {
        "indicator_values": (seen, written),
        "value_revisions": (seen, written),
        "publications": (ANYBODY, acts),
        "rollups": sums,
        "latest": sums,
    }


def upgrade() -> None:
    """Apply."""
    _create_forms()
    _create_submissions()
    _create_parts()
    for table, rules in WALLS.items():
        _wall(table, *rules)
    for table in ADDED_TO:
        op.execute(f"revoke update, delete, truncate on {SCHEMA}.{table} from {APP}")
    _rewall(f"{WRITE}, {PUBLISH}")


def downgrade() -> None:
    """Take back."""
    _rewall(WRITE)
    for table in ("submission_reminders", "submission_steps", "submission_cells", "submissions", "form_editions"):
        op.drop_table(table, schema=SCHEMA)
    op.drop_table("forms", schema=SCHEMA)


def _create_forms() -> None:
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer, sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("applies_in", ARRAY(sa.Text), nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("kinds", ARRAY(sa.Text), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
        sa.UniqueConstraint("code", name=op.f("uq_forms_code")),
        schema=SCHEMA,
    )
    op.create_table(
        "form_editions",
        sa.Column("form_id", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        *_signed(),
        sa.PrimaryKeyConstraint("form_id", "edition", name=op.f("pk_form_editions")),
        _of_form("form_editions"),
        schema=SCHEMA,
    )


def _create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("uuidv7()")),
        sa.Column("form_id", sa.Integer, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="draft"),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("is_correction", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("rounds", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("first_sent_on", sa.Date),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("sent_by_name", sa.Text),
        sa.Column("return_reason", sa.Text),
        _now("created_at"),
        _now("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("form_id", "area", "period", name=op.f("uq_submissions_form_id_area_period")),
        _of_form("submissions"),
        sa.CheckConstraint(STATES, name=op.f("ck_submissions_state")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_submissions_version_positive")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_submissions_area"), "submissions", ["area"], schema=SCHEMA)
    name = op.f("ix_submissions_form_id_period_state")
    op.create_index(name, "submissions", ["form_id", "period", "state"], schema=SCHEMA)


def _create_parts() -> None:
    op.create_table(
        "submission_cells",
        sa.Column("submission_id", sa.Uuid, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        *(sa.Column(name, sa.Numeric) for name in ("value", "numerator", "denominator")),
        sa.Column("qualifier", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("explanation", sa.Text),
        sa.Column("follow_up", sa.Boolean, nullable=False),
        sa.Column("return_reason", sa.Text),
        sa.Column("correction_reason", sa.Text),
        sa.PrimaryKeyConstraint("submission_id", "indicator", name=op.f("pk_submission_cells")),
        _of_sent("submission_cells"),
        sa.CheckConstraint(QUALIFIERS, name=op.f("ck_submission_cells_qualifier")),
        schema=SCHEMA,
    )
    op.create_table(
        "submission_steps",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("submission_id", sa.Uuid, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("is_correction", sa.Boolean, nullable=False),
        *_signed(),
        sa.Column("reason", sa.Text),
        sa.Column("reasons", JSONB),
        sa.Column("cells", JSONB),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_steps")),
        _of_sent("submission_steps"),
        schema=SCHEMA,
    )
    name = op.f("ix_submission_steps_submission_id")
    op.create_index(name, "submission_steps", ["submission_id", "id"], schema=SCHEMA)
    op.create_table(
        "submission_reminders",
        sa.Column("form_id", sa.Integer, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        *_signed(),
        sa.PrimaryKeyConstraint("form_id", "area", "period", "on_day", name=op.f("pk_submission_reminders")),
        _of_form("submission_reminders"),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_submission_reminders_area"), "submission_reminders", ["area"], schema=SCHEMA)


def _now(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _signed() -> tuple[sa.Column[sa.DateTime], sa.Column[sa.Text], sa.Column[sa.Text]]:
    """When, and by whom."""
    return (
        _now("at"),
        sa.Column("by_id", sa.Text, nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
    )


def _of_form(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["form_id"], [f"{SCHEMA}.forms.id"], name=op.f(f"fk_{table}_form_id_forms"))


def _of_sent(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_submission_id_submissions")
    return sa.ForeignKeyConstraint(["submission_id"], [f"{SCHEMA}.submissions.id"], name=name)


def _wall(table: str, seen: str, added: str, changed: str, removed: str) -> None:
    for setting in ("enable", "force"):
        _run(f"alter table {SCHEMA}.{table} {setting} row level security")
    for name, rule in {
        "owner": f"to {OWNER} using (true) with check (true)",
        "seen": f"for select to {APP} using ({seen})",
        "added": f"for insert to {APP} with check ({added})",
        "changed": f"for update to {APP} using ({changed}) with check ({changed})",
        "removed": f"for delete to {APP} using ({removed})",
    }.items():
        _run(f"create policy {name} on {SCHEMA}.{table} {rule}")


def _rewall(writers: str) -> None:
    """Say anew who writes values."""
    for table, (seen, written) in values_walls(writers).items():
        _run(f"alter policy seen on {SCHEMA}.{table} using ({seen})")
        _run(f"alter policy added on {SCHEMA}.{table} with check ({written})")
        _run(f"alter policy changed on {SCHEMA}.{table} using ({written}) with check ({written})")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)
