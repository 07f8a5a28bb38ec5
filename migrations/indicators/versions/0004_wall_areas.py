"""Wall areas off: row security decides by the caller whom every statement names, whatever the service believes.

The setting `lantoa.caller` is `*` for the system itself, JSON of rights and places for a caller, and empty for nobody,
who sees and writes nothing. Functions give one answer a statement; those who may everywhere look at no area.
"""

# ruff: noqa: S608 - our own statements
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "indicators"
APP, OWNER = "lantoa_indicators_app", "lantoa_indicators_owner"
ASKS = "current_setting('lantoa.caller', true)"

FUNCTIONS = {
    "places_of(variadic rights text[]) returns text[]": f"""
        select case when left({ASKS}, 1) = '{{' then array(
            select jsonb_array_elements_text({ASKS}::jsonb -> held) from unnest(rights) as held
        ) end""",
    "is_everywhere(variadic rights text[]) returns boolean": f"""
        select coalesce({ASKS} = '*' or 'VN' = any({SCHEMA}.places_of(variadic rights)), false)""",
    "is_anywhere(variadic rights text[]) returns boolean": f"""
        select coalesce(cardinality({SCHEMA}.places_of(variadic rights)) > 0, false)""",
    "areas_within(variadic rights text[]) returns integer[]": f"""
        select array(select no from {SCHEMA}.areas where reach && {SCHEMA}.places_of(variadic rights))""",
    # As ranges they are searched by halves: of a province's hundreds of areas every saved row asks.
    "areas_spanned(variadic rights text[]) returns int4multirange": f"""
        select range_agg(int4range(no, no, '[]')) from unnest({SCHEMA}.areas_within(variadic rights)) as no""",
    "areas_summed(variadic rights text[]) returns int4multirange": f"""
        select range_agg(int4range(one, one, '[]'))
        from {SCHEMA}.areas cross join unnest(no || uppers) as one
        where reach && {SCHEMA}.places_of(variadic rights) and current_setting('lantoa.summing', true) = 'on'""",
    "units_within(variadic rights text[]) returns setof text": f"""
        select id from {SCHEMA}.areas where reach && {SCHEMA}.places_of(variadic rights)""",
    # What stands above a unit is of a higher level: a right of the unit itself is not held from there.
    "units_owned(variadic rights text[]) returns setof text": f"""
        select areas.id from unnest({SCHEMA}.places_of(variadic rights)) as place (id)
        join {SCHEMA}.areas on areas.reach @> array[place.id]
        where position(areas.level in 'NTHXV')
              <= case place.id when 'VN' then 1 else position(left(place.id, 1) in 'NTHXV') end""",
    "closed_indicators() returns integer[]": f"""
        select array(select no from {SCHEMA}.indicators where not public) where {ASKS} <> ''""",
}

READ = "'indicators:read'"
WRITE = "'values:write'"
JUDGE = "'assessments:appraise', 'assessments:finalise'"
SCORE = f"'assessments:self', {JUDGE}"


def everywhere(rights: str) -> str:
    """Whether one of the rights is held on the whole country, or the system itself asks."""
    return f"(select {SCHEMA}.is_everywhere({rights}))"


def within(rights: str) -> str:
    """Whether the numbered area of a row is reached by one of the rights."""
    return f"area_no <@ (select {SCHEMA}.areas_spanned({rights}))"


def on_unit(rights: str, area: str = "area") -> str:
    """Whether the unit of a sheet is reached by one of the rights."""
    return f"{area} in (select {SCHEMA}.units_within({rights}))"


def by_unit(area: str = "area") -> str:
    """Whether the unit of a sheet is the caller's own."""
    return f"{area} in (select {SCHEMA}.units_owned('assessments:self'))"


def on_sheet(condition: str) -> str:
    """Whether the sheet of a row may be seen and meets a condition."""
    return f"exists (select from {SCHEMA}.assessments sheet where sheet.id = assessment_id and ({condition}))"


SYSTEM = f"{ASKS} = '*'"
OPEN = f"indicator_no <> all ((select {SCHEMA}.closed_indicators())::int[])"
SUMMED = f"area_no <@ (select {SCHEMA}.areas_summed({WRITE}))"
# Whoever may change something must be able to see it, or it could not be replaced.
VALUES_SEEN = f"{everywhere(f'{READ}, {WRITE}')} or {OPEN} or {within(f'{READ}, {WRITE}')}"
VALUES_WRITTEN = f"{everywhere(WRITE)} or {within(WRITE)}"
# Publishing adds to areas above its sender's; only while it does are those seen and written.
SUMS_SEEN = f"{VALUES_SEEN} or {SUMMED}"
SUMS_WRITTEN = f"{everywhere(WRITE)} or {SUMMED}"
# An act of publishing tells no number, and stands beside values that anybody may read.
ACTS_SEEN = f"(select {ASKS} <> '')"
ACTS_WRITTEN = f"{everywhere(WRITE)} or areas <@ (select {SCHEMA}.areas_within({WRITE}))::int[]"

ALL_SHEETS = everywhere(f"{READ}, {SCORE}")
PUBLISHED = "decisive = 'final' or reported_source is not null"
SHEETS_SEEN = (
    f"{ALL_SHEETS} or (select {SCHEMA}.is_anywhere({READ})) and ({PUBLISHED}) or {on_unit(f'{READ}, {SCORE}')}"
)
SHEETS_WRITTEN = f"{everywhere(JUDGE)} or {on_unit(JUDGE)} or {by_unit()}"
_SHEET_SEEN = f"sheet.decisive = 'final' or {on_unit(f'{READ}, {SCORE}', 'sheet.area')}"
TOTALS_SEEN = f"{ALL_SHEETS} or {on_sheet(_SHEET_SEEN)}"
_SHEET_WRITTEN = f"{on_unit(JUDGE, 'sheet.area')} or {by_unit('sheet.area')}"
TOTALS_WRITTEN = f"{everywhere(JUDGE)} or {on_sheet(_SHEET_WRITTEN)}"
_SCORE_SEEN = f"stage = 'final' or {_SHEET_SEEN}"
SCORES_SEEN = f"{ALL_SHEETS} or {on_sheet(_SCORE_SEEN)}"


def judged(right: str) -> str:
    """Whether a stage that is judged from above may be written."""
    return f"{everywhere(right)} or {on_sheet(on_unit(right, 'sheet.area'))}"


SCORES_WRITTEN = f"""case stage
    when 'self' then {SYSTEM} or {on_sheet(by_unit("sheet.area"))}
    when 'appraised' then {judged("'assessments:appraise'")}
    when 'final' then {judged("'assessments:finalise'")}
end"""

WALLS = {
    "indicator_values": (VALUES_SEEN, VALUES_WRITTEN, SYSTEM),
    "value_revisions": (VALUES_SEEN, VALUES_WRITTEN, SYSTEM),
    "publications": (ACTS_SEEN, ACTS_WRITTEN, SYSTEM),
    "rollups": (SUMS_SEEN, SUMS_WRITTEN, SYSTEM),
    "latest": (SUMS_SEEN, SUMS_WRITTEN, SYSTEM),
    "assessments": (SHEETS_SEEN, SHEETS_WRITTEN, SYSTEM),
    "assessment_totals": (TOTALS_SEEN, TOTALS_WRITTEN, SYSTEM),
    "assessment_scores": (SCORES_SEEN, SCORES_WRITTEN, SCORES_WRITTEN),
    "score_revisions": (SCORES_SEEN, SCORES_WRITTEN, SYSTEM),
}


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_areas_reach", "areas", ["reach"], schema=SCHEMA, postgresql_using="gin")
    op.create_index("ix_indicators_closed", "indicators", ["no"], schema=SCHEMA, postgresql_where=sa.text("not public"))
    for head, body in FUNCTIONS.items():
        _run(f"create function {SCHEMA}.{head} language sql stable parallel safe begin atomic; {body}; end")
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


def downgrade() -> None:
    """Take back."""
    for table in reversed(WALLS):
        for name in ("owner", "seen", "added", "changed", "removed"):
            _run(f"drop policy {name} on {SCHEMA}.{table}")
        for setting in ("no force", "disable"):
            _run(f"alter table {SCHEMA}.{table} {setting} row level security")
    for head in reversed(FUNCTIONS):
        _run(f"drop function {SCHEMA}.{head.partition(' returns')[0]}")
    op.drop_index("ix_indicators_closed", "indicators", schema=SCHEMA)
    op.drop_index("ix_areas_reach", "areas", schema=SCHEMA)
