"""What is wrong with a form, fault by place; files of forms are read here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pydantic import Field, TypeAdapter, ValidationError

from contracts.indicators.forms import FormCode, FormFault, FormWrite
from contracts.periods import Period
from kit.shapes import Fault
from kit.text import nfc
from kit.validation import faults
from services.indicators.rules.forms.demands import wrong_demands, wrong_rules
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.forms.owing import folded
from services.indicators.rules.framework_yaml import FrameworkInvalid, Plain, parse_plain
from services.indicators.rules.known import KnownArea, KnownIndicator
from services.indicators.rules.territory import is_below
from services.indicators.rules.timing import kind_of


class FormInvalid(ValueError):
    """The file is no sound form; `faults` names every place, `lines` the lines where only those are known."""

    def __init__(self, found: Sequence[Fault], lines: Sequence[int | None] = ()) -> None:
        super().__init__("\n".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in found))
        self.faults, self.lines = tuple(found), tuple(lines)


class FormFile(FormWrite):
    """A form as a file writes it: with its code."""

    code: FormCode = Field(title="Mã biểu mẫu")

    @property
    def terms(self) -> FormWrite:
        """All but the code."""
        return FormWrite.model_validate(self.model_dump(exclude={"code"}))


_file = TypeAdapter(FormFile)


def load_form(text: str) -> FormFile:
    """Read one file. Raises `FormInvalid` with everything wrong in it, in Vietnamese."""
    return read_plain(parse_form(text))


def parse_form(text: str) -> Plain:
    """The plain mapping of a file, with its lines. Raises `FormInvalid`."""
    try:
        return parse_plain(nfc(text))
    except FrameworkInvalid as error:
        found = [Fault(pointer=f"/{one.path}" if one.path else "", detail=one.detail) for one in error.problems]
        raise FormInvalid(found, [one.line for one in error.problems]) from error


def read_plain(plain: Plain) -> FormFile:
    """The form a plain mapping says. Raises `FormInvalid`."""
    try:
        return _file.validate_python(plain.data)
    except ValidationError as error:
        raise FormInvalid(faults(error.errors())) from error


LONGEST_QUOTE = 200


def placed_faults(error: FormInvalid, text: str, plain: Plain | None = None) -> list[FormFault]:
    """The faults of a file with their lines and what stands there, from the top."""
    rows, found = text.splitlines(), []
    for fault, known in zip_longest(error.faults, error.lines):
        line = known or (_line_of(fault.pointer, plain.lines) if plain else None)
        quoted = rows[line - 1].strip()[:LONGEST_QUOTE] if line and line <= len(rows) else None
        found.append(FormFault(line=line, pointer=fault.pointer, detail=fault.detail, quoted=quoted))
    return sorted(found, key=lambda fault: fault.line or 0)


def _line_of(pointer: str, lines: Mapping[str, int]) -> int | None:
    """The line of a place, or of the nearest thing around it."""
    steps = pointer.strip("/").split("/")
    while steps:
        path = re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", ".".join(steps))
        if path in lines:
            return lines[path]
        steps.pop()
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is held against: areas, indicators, and the other forms as they stand."""

    areas: Mapping[str, KnownArea]
    indicators: Mapping[str, KnownIndicator]
    forms: Sequence[KnownForm]


def check_form(form: KnownForm, known: Known) -> list[Fault]:
    """Everything that does not fit, by place; empty when the form may come into force."""
    return [
        *_wrong_areas(form, known),
        *_wrong_periods(form),
        *_wrong_items(form, known),
        *wrong_demands(form, known.indicators),
        *wrong_rules(form, known.indicators),
    ]


def _wrong_areas(form: KnownForm, known: Known) -> Iterator[Fault]:
    for place, area in enumerate(form.terms.areas):
        if area not in known.areas:
            yield Fault(pointer=f"/areas/{place}", detail=f"Không có địa bàn “{area}”.")
        elif area in form.terms.areas[:place]:
            yield Fault(pointer=f"/areas/{place}", detail="Địa bàn này đã nêu ở trên.")
        elif is_below(area, form.terms.level):
            yield Fault(pointer=f"/areas/{place}", detail="Trong địa bàn này không có đơn vị thuộc cấp báo cáo.")


def _wrong_periods(form: KnownForm) -> Iterator[Fault]:
    for field in ("first_period", "last_period"):
        text = getattr(form.terms, field)
        if text is not None and Period.parse(text).kind is not form.kind:
            yield Fault(pointer=f"/{field}", detail=f"Kỳ phải là “{form.kind.label.lower()}” như chu kỳ của biểu mẫu.")
    if form.last_period is not None and form.last_period < form.first_period:
        yield Fault(pointer="/last_period", detail="Kỳ cuối không được trước kỳ đầu tiên.")


def _wrong_items(form: KnownForm, known: Known) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for place, item in enumerate(form.terms.items):
        found = known.indicators.get(item.indicator)
        if item.indicator in seen:
            detail: str | None = f"Chỉ tiêu {item.indicator} đã có ở dòng {seen[item.indicator] + 1}."
        elif found is None:
            detail = f"Không có chỉ tiêu “{item.indicator}”."
        else:
            detail = _misfit(form, found) or _claimed(form, item.indicator, known)
        seen.setdefault(item.indicator, place)
        if detail is not None:
            yield Fault(pointer=f"/items/{place}/indicator", detail=detail)


def _misfit(form: KnownForm, indicator: KnownIndicator) -> str | None:
    if indicator.frequency is not form.terms.frequency:
        own = kind_of(indicator.frequency).label.lower()
        return f"Chỉ tiêu {indicator.rule.code} báo cáo theo {own}, biểu mẫu theo {form.kind.label.lower()}."
    if indicator.regime is not form.terms.regime:
        return f"Chỉ tiêu {indicator.rule.code} tính {indicator.regime.label.lower()}; biểu mẫu thì không."
    return None


def _claimed(form: KnownForm, indicator: str, known: Known) -> str | None:
    """A cell belongs to one form."""
    for other in known.forms:
        if other.code != form.code and indicator in other.items and _overlap(form, other, known.areas):
            return f"Chỉ tiêu {indicator} đã thuộc biểu mẫu {other.code} của cùng đơn vị và kỳ."
    return None


def _overlap(one: KnownForm, other: KnownForm, areas: Mapping[str, KnownArea]) -> bool:
    if one.terms.level is not other.terms.level or one.kind is not other.kind:
        return False
    kinds = [folded(form.terms.kinds) for form in (one, other)]
    if all(kinds) and kinds[0].isdisjoint(kinds[1]):
        return False
    if (one.last_period and one.last_period < other.first_period) or (
        other.last_period and other.last_period < one.first_period
    ):
        return False
    return any(
        here in areas[there].reach or there in areas[here].reach
        for here in one.terms.areas
        for there in other.terms.areas
        if here in areas and there in areas
    )


def form_schema() -> dict[str, object]:
    """The JSON Schema of a form's file, draft 2020-12: editors complete and check by it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_file.json_schema()}
