"""Who owes a form: SQL for sets and the rule for one unit say the same of every area there ever was."""

from datetime import date
from typing import Any

import pytest

from services.indicators.queries.forms import all_forms
from services.indicators.queries.submissions.owing import OWING
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.forms.owing import is_named, is_of_kind, is_there
from tests.harness.live import LiveSystem

DAYS = [date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1), date(2026, 9, 30)]
AREAS = "select id, kind, ancestors, valid_from, valid_to from areas"
OWERS = f"select a.id from (select %(form)s::int as form_id, %(day)s::date as day) as owed {OWING}"


def owers(areas: list[Any], form: KnownForm, day: date) -> set[str]:
    """The units the rule names."""
    return {
        area.id
        for area in areas
        if is_named(form.terms, area.id, (area.id, *area.ancestors))
        and is_of_kind(form.terms, area.kind)
        and is_there(area.valid_from, area.valid_to, day)
    }


@pytest.mark.parametrize("day", DAYS)
def test_both_name_the_same_units(system: LiveSystem, day: date) -> None:
    reader = system.databases["indicators"].reader
    areas = system.run(reader.rows(AREAS))
    found = 0
    for form in system.run(all_forms(reader)):
        rows = system.run(reader.rows(OWERS, {"form": form.id, "day": day}))
        assert {row.id for row in rows} == owers(areas, form, day)
        found += len(rows)
    assert found > 0 or day < date(2025, 7, 1)
