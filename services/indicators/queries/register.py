"""Areas, indicators and forms as a bulk write needs them, kept in memory and reloaded when their edition moved on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.indicators.definitions import Aggregation, Frequency, IndicatorKind
from contracts.periods import PeriodRegime
from services.indicators.queries.forms import all_forms
from services.indicators.queries.source import Source, Transaction
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.forms.guard import Guards
from services.indicators.rules.known import Kin, KnownArea, KnownIndicator
from services.indicators.rules.values import IndicatorRule

AREAS, INDICATORS, FORMS = "areas", "indicators", "forms"

# Adding to sums and counting them again go by the same areas and indicators, or values are lost or doubled: whoever
# publishes shares the register until the end of the transaction, whoever changes it has it alone. Waiting for the
# other is normal; the role's second is meant for single rows.
_KEY = 0x6C616E74_72656773
_SHARE = f"select set_config('lock_timeout', '20s', true), pg_advisory_xact_lock_shared({_KEY})"
_CLAIM = f"select set_config('lock_timeout', '20s', true), pg_advisory_xact_lock({_KEY})"

_EDITIONS = "select name, edition from editions where name in ('areas', 'indicators', 'forms')"
_AREAS = """
    select a.no, a.id, a.name, a.kind, a.valid_from, a.valid_to, a.reach, a.is_leaf, a.uppers,
           case when cardinality(a.uppers) = 0 then a.valid_to else province.valid_to end as ended
    from areas a left join areas province on province.no = any(a.uppers) and province.level = 'T'
"""
_INDICATORS = """
    select no, code, kind, unit, decimals, minimum, maximum, aggregation, bounded, per, zero_denominator, frequency,
           regime
    from indicators
"""


@dataclass(frozen=True, slots=True)
class Register:
    """Areas by id, indicators by code and forms with what they hold back, as of one edition of each."""

    editions: Mapping[str, int]
    areas: Mapping[str, KnownArea]
    indicators: Mapping[str, KnownIndicator]
    forms: Sequence[KnownForm]
    guards: Guards


_held: WeakKeyDictionary[Any, Register] = WeakKeyDictionary()
"""One register per database of this process. Areas and indicators are told to everybody, whoever loaded them."""


async def current_register(session: AsyncSession) -> Register:
    """The register as it is now and stays until this transaction ends; one exchange when nothing changed."""
    source = Transaction(session)
    _, found = await source.together((_SHARE, {}), (_EDITIONS, {}))
    editions = {row.name: row.edition for row in found}
    held = _held.get(session.bind)
    if held is None or held.editions != editions:
        held = await _load(source, editions)
        _held[session.bind] = held
    return held


async def changed_register(session: AsyncSession) -> Register:
    """The register with what this very transaction changed; not kept, for it may yet be taken back."""
    source = Transaction(session)
    return await _load(source, {})


async def _load(source: Source, editions: Mapping[str, int]) -> Register:
    areas, forms = await _load_areas(source), await all_forms(source)
    return Register(editions, areas, await _load_indicators(source), forms, Guards(forms, areas))


async def claim_register(source: Source) -> None:
    """Wait until nobody publishes, and let nobody until this transaction ends: areas or indicators are to change."""
    await source.rows(_CLAIM)


async def _load_areas(source: Source) -> dict[str, KnownArea]:
    kins: dict[tuple[Any, ...], Kin] = {}
    areas = {}
    for row in await source.rows(_AREAS):
        shared = row.valid_from, row.valid_to or date.max, row.ended, row.is_leaf, tuple(row.uppers)
        kin = kins.setdefault(shared, Kin(*shared))
        areas[row.id] = KnownArea(row.no, row.name, kin, frozenset(row.reach), row.kind)
    return areas


async def _load_indicators(source: Source) -> dict[str, KnownIndicator]:
    return {
        row.code: KnownIndicator(row.no, rule_of(row), Frequency(row.frequency), PeriodRegime(row.regime))
        for row in await source.rows(_INDICATORS)
    }


def rule_of(row: Any) -> IndicatorRule:
    """What an indicator's row asks of its values."""
    return IndicatorRule(
        code=row.code,
        kind=IndicatorKind(row.kind),
        unit=row.unit,
        decimals=row.decimals,
        minimum=row.minimum,
        maximum=row.maximum,
        aggregation=Aggregation(row.aggregation),
        bounded=row.bounded,
        per=row.per,
        zero_denominator=row.zero_denominator,
    )
