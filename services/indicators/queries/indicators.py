"""Definitions of indicators: one, lists in the natural order of codes, and whole files written at once."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from contracts.indicators.definitions import Indicator, Pillar, PublishedTarget
from kit.errors import NotFound
from kit.light import light, number
from kit.text import fold
from services.indicators.queries.source import Source
from services.indicators.rules.definitions import IndicatorDefinition, sort_code

_PLAIN = (
    "code", "name", "name_en", "pillar", "kind", "unit", "numerator_label", "denominator_label", "direction",
    "decimals", "minimum", "maximum", "aggregation", "frequency", "regime", "responsible", "definition",
    "legal_basis", "public",
)  # fmt: skip
_BOUNDS = ("minimum", "maximum")
_TARGET = ("comparator", "value", "horizon", "instrument")
_WRITTEN = (
    *_PLAIN, "sort_code", "folded", "per", "bounded", "zero_denominator", *(f"target_{part}" for part in _TARGET),
)  # fmt: skip

_Indicator = light(Indicator)
_Target = light(PublishedTarget)

_LIST = """
    select * from indicators
    where (%(after)s::text is null or sort_code collate "C" > %(after)s)
      and (%(pillar)s::text is null or pillar = %(pillar)s)
      and (select coalesce(bool_and(position(word in folded) > 0), true) from unnest(%(words)s::text[]) as word)
    order by sort_code collate "C" limit %(limit)s
"""
_BY_CODE = "select * from indicators where code = %(code)s"
_PUT = f"""
    insert into indicators as held ({", ".join(_WRITTEN)})
    values ({", ".join(f"%({name})s" for name in _WRITTEN)})
    on conflict (code) do update set {", ".join(f"{name} = excluded.{name}" for name in _WRITTEN)}
    where ({", ".join(f"held.{name}" for name in _WRITTEN)})
       is distinct from ({", ".join(f"excluded.{name}" for name in _WRITTEN)})
    returning new.code, old.no is null as is_new,
        (old.aggregation, old.regime) is distinct from (new.aggregation, new.regime) as adds_up_otherwise
"""  # noqa: S608 - our own column names


async def list_indicators(
    source: Source, *, q: str | None, pillar: Pillar | None, after: str | None, limit: int
) -> list[Any]:
    """Rows of indicators whose code or name has every word of `q`, from after the sort code `after`; limit + 1."""
    words = fold(q).split() if q else []
    parameters = {"words": words, "pillar": pillar and pillar.value, "after": after, "limit": limit + 1}
    return await source.rows(_LIST, parameters)


async def get_indicator_row(source: Source, code: str) -> Any:
    """The row of one indicator; NotFound for an unknown code."""
    rows = await source.rows(_BY_CODE, {"code": code})
    if not rows:
        raise NotFound(f"Không có chỉ tiêu “{code}”.")
    return rows[0]


def indicator_of(row: Any) -> Indicator:
    """The definition a row holds, as a light twin of its contract."""
    target = None
    if row.target_comparator is not None:
        target = _Target(
            **{part: getattr(row, f"target_{part}") for part in _TARGET} | {"value": number(row.target_value)}
        )
    plain = {name: getattr(row, name) for name in _PLAIN}
    return _Indicator(**plain | {name: number(plain[name]) for name in _BOUNDS}, target=target)


async def put_indicators(source: Source, definitions: Sequence[IndicatorDefinition]) -> list[Any]:
    """Write definitions; returns a row for each that is new or changed."""
    written: list[Any] = []
    for definition in definitions:
        written += await source.rows(_PUT, _columns(definition))
    return written


def _columns(definition: IndicatorDefinition) -> dict[str, Any]:
    target = definition.target
    return {
        **{name: _plain(value) for name, value in definition.model_dump(include=set(_WRITTEN)).items()},
        **{f"target_{part}": target and getattr(target, part) for part in _TARGET},
        "sort_code": sort_code(definition.code),
        "folded": fold(f"{definition.code} {definition.name}"),
    }


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
