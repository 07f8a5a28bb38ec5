"""Who owes a form, in SQL: the pieces of a statement that lists, reminders, checks and counts share.

`rules/forms/owing.py` says the same of one unit.
"""

APPLIES = """a.level = f.level and (a.id = any(f.applies_in) or a.ancestors && f.applies_in)
        and (f.kinds = '{}' or lower(a.kind) = any(array(select lower(kind) from unnest(f.kinds) as kind)))"""
"""Whether a unit `a` is one of those of the form `f`."""

OWING = f"""
    join forms f on f.id = owed.form_id
    join areas a on {APPLIES}
        and a.valid_from <= owed.day and (a.valid_to is null or a.valid_to >= owed.day)
"""
"""Part of a statement: the units `a` that owe a form `f` on a day, for rows `owed` of `form_id` and `day`."""

OWED = """owed as materialized (
        select * from unnest(%(forms)s::int[], %(codes)s::text[], %(periods)s::int[], %(days)s::date[],
                             %(dues)s::date[]) as owed (form_id, code, period, day, due_on)
    )"""
"""The forms and periods that are looked at."""


UNIT = "f.id as form_id, a.id as area, a.name as area_name, a.sort_key, a.valid_from, a.valid_to"
"""What is kept of a unit `a` that a form `f` applies to."""
IN_FORCE = "u.valid_from <= owed.day and (u.valid_to is null or u.valid_to >= owed.day)"
"""Whether a row `u` of units is in force on the day of `owed`."""


def units(where: str) -> str:
    """Part of a statement, beside `OWED`: the units of its forms in its time, found once for all periods."""
    return f"""units as materialized (
        select {UNIT} from forms f join areas a on {APPLIES}
        where f.id = any(%(forms)s::int[]) and ({where})
            and (a.valid_to is null or a.valid_to >= (select min(day) from owed))
    )"""  # noqa: S608 - our own statement
