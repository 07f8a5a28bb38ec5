"""What the other units of a form published last: one statement for any number of forms and periods."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from contracts.periods import Period
from services.indicators.queries.scopes import IS_NUMBER
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.cells import result_of
from services.indicators.queries.submissions.owing import OWING
from services.indicators.rules.checks.outliers import COMPARABLE
from services.indicators.rules.checks.spread import Sample
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.values import IndicatorRule

_PEERS = f"""
    with owed as (
        select * from unnest(%(forms)s::int[], %(periods)s::int[], %(befores)s::int[], %(days)s::date[])
            as owed (form_id, period, before, day)
    )
    select distinct on (owed.form_id, owed.period, v.area_no, v.indicator_no)
        owed.form_id, owed.period, v.area_no, v.indicator_no, v.value, v.numerator, v.denominator
    from owed {OWING}
    join indicator_values v on v.area_no = a.no and v.period in (owed.period, owed.before)
        and v.indicator_no = any(%(indicators)s::int[]) and {IS_NUMBER}
    order by owed.form_id, owed.period, v.area_no, v.indicator_no, v.period = owed.period desc
"""  # noqa: S608 - our own columns

Asked = Collection[tuple[KnownForm, Period]]


class Peers:
    """The newest values of the units of some forms and periods, by indicator."""

    def __init__(self) -> None:
        self._own: dict[tuple[int, int, str], dict[int, Decimal]] = defaultdict(dict)
        self._samples: dict[tuple[int, int, str], Sample] = {}

    def add(self, key: tuple[int, int, str], area_no: int, number: Decimal) -> None:
        """Note the value of a unit."""
        self._own[key][area_no] = number

    def of_others(self, form: KnownForm, period: Period, area_no: int) -> dict[str, Sample]:
        """The values of all units but one."""
        found = {}
        for code in form.items:
            key = (form.id, period.key, code)
            numbers = self._own.get(key)
            if numbers:
                if key not in self._samples:
                    self._samples[key] = Sample.of(numbers.values())
                whole = self._samples[key]
                found[code] = whole.without(numbers[area_no]) if area_no in numbers else whole
        return found


async def peers_of(
    source: Source, asked: Asked, rules: Mapping[str, IndicatorRule], numbers: Mapping[str, int]
) -> Peers:
    """The newest published values, of the period or the one before, of whatever may be compared between units."""
    peers = Peers()
    compared = {numbers[code]: code for code in _codes(asked) if code in numbers and rules[code].kind in COMPARABLE}
    if not compared:
        return peers
    given = {
        "forms": [form.id for form, _ in asked],
        "periods": [period.key for _, period in asked],
        "befores": [period.previous().key for _, period in asked],
        "days": [form.last_day(period) for form, period in asked],
        "indicators": list(compared),
    }
    for row in await source.rows(_PEERS, given):
        code = compared[row.indicator_no]
        number = result_of(rules[code], row.value, row.numerator, row.denominator)
        if number is not None:
            peers.add((row.form_id, row.period, code), row.area_no, number)
    return peers


def _codes(asked: Asked) -> Iterable[str]:
    return dict.fromkeys(code for form, _ in asked for code in form.items)
