"""Who owes a form, in SQL: the one piece of a statement that lists, reminders, checks and counts share."""

OWING = """
    join forms f on f.id = owed.form_id
    join areas a on a.level = f.level and (a.id = any(f.applies_in) or a.ancestors && f.applies_in)
        and (f.kinds = '{}' or lower(a.kind) = any(array(select lower(kind) from unnest(f.kinds) as kind)))
        and a.valid_from <= owed.day and (a.valid_to is null or a.valid_to >= owed.day)
"""
"""Part of a statement: the units `a` that owe a form `f` on a day, for rows `owed` of `form_id` and `day`.

`rules/forms/owing.py` says the same of one unit.
"""
