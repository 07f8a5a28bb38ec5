"""Let those who choose between sources publish what they chose: their right is another than that of senders."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
READ = "'indicators:read'"
ANYBODY = "(select current_setting('lantoa.caller', true) <> '')"
BEFORE = "'values:write', 'submissions:publish'"
SINCE = f"{BEFORE}, 'sources:resolve'"


def upgrade() -> None:
    """Apply."""
    _rewall(SINCE)


def downgrade() -> None:
    """Take back."""
    _rewall(BEFORE)


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


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


def _rewall(writers: str) -> None:
    """Say anew who writes values."""
    for table, (seen, written) in values_walls(writers).items():
        _run(f"alter policy seen on {SCHEMA}.{table} using ({seen})")
        _run(f"alter policy added on {SCHEMA}.{table} with check ({written})")
        _run(f"alter policy changed on {SCHEMA}.{table} using ({written}) with check ({written})")


def _run(statement: str) -> None:
    """As it stands: names of rights have colons, which elsewhere mark parameters."""
    op.get_bind().exec_driver_sql(statement)
