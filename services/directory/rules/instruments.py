"""What an official document's number tells of it."""

import re

from contracts.instruments import InstrumentKind

_ABBREVIATIONS = {
    "NQ": InstrumentKind.RESOLUTION,
    "NĐ": InstrumentKind.DECREE,
    "QĐ": InstrumentKind.DECISION,
    "TT": InstrumentKind.CIRCULAR,
    "KH": InstrumentKind.PLAN,
    "CTr": InstrumentKind.PROGRAMME,
    "QC": InstrumentKind.REGULATION,
    "HD": InstrumentKind.GUIDANCE,
    "TB": InstrumentKind.NOTICE,
}
_SEPARATORS = re.compile(r"[/-]")


def kind_of(number: str) -> InstrumentKind:
    """The kind its abbreviation names (NĐ 30/2020, phụ lục III); a dispatch (công văn) bears none."""
    kinds = (_ABBREVIATIONS[part] for part in _SEPARATORS.split(number) if part in _ABBREVIATIONS)
    return next(kinds, InstrumentKind.DISPATCH)
