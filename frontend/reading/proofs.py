"""Why a number is what it is, as steps a reader follows from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.indicators.assessments import ProofStep
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure, FigureProof, ProofPart
from frontend.formats import decimal, percent, trimmed
from frontend.reading.figures import basis_text, figure_text, proof_href, source_text, value_text
from kit.text import vi_sort_key


@dataclass(frozen=True, slots=True)
class Step:
    """One step, in the words of components/proof_list.html."""

    title: str
    text: str | None = None
    value: str | None = None
    href: str | None = None
    children: Sequence["Step"] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of a rolled-up figure."""

    name: str
    href: str
    numerator: str
    denominator: str
    value: str
    counted: str


def figure_steps(indicator: Indicator, proof: FigureProof) -> list[Step]:
    """The headline, the rule, the inputs, and the other number where an area has two."""
    figure = proof.figure
    steps = [
        Step("Số đang công bố", basis_text(figure), figure_text(indicator, figure)),
        Step("Quy tắc", proof.rule, children=_inputs(indicator, figure)),
    ]
    if figure.reported is not None:
        steps.append(Step("Nguồn", source_text(figure)))
    if figure.reported is not None and figure.rolled_up is not None:
        steps.append(_beside(indicator, figure))
    return steps


def _inputs(indicator: Indicator, figure: Figure) -> list[Step]:
    top, bottom = _parts_of_ratio(figure)
    if top is None or bottom is None:
        return []
    return [
        Step(indicator.numerator_label or "Tử số", value=trimmed(top)),
        Step(indicator.denominator_label or "Mẫu số", value=trimmed(bottom)),
        Step(
            "Phép tính",
            f"{trimmed(top)} ÷ {trimmed(bottom)}{' × 100' if indicator.unit == '%' else ''}",
            value_text(indicator, figure.value),
        ),
    ]


def _parts_of_ratio(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    inputs = figure.reported or figure.rolled_up
    return (inputs.numerator, inputs.denominator) if inputs else (None, None)


def _beside(indicator: Indicator, figure: Figure) -> Step:
    rolled = figure.rolled_up
    assert rolled is not None
    text = f"Để đối chiếu với số đơn vị tự báo cáo; có số của {rolled.units}/{rolled.units_total} đơn vị cấp dưới."
    return Step("Số tổng hợp từ cấp dưới", text, value_text(indicator, rolled.value))


def parts_of(indicator: Indicator, figure: Figure, parts: Sequence[ProofPart]) -> list[Part]:
    """The units a figure was made from; each leads to its own proof."""
    return [
        Part(
            name=part.area_name,
            href=proof_href(indicator.code, part.area, figure.period),
            numerator=decimal(part.numerator),
            denominator=decimal(part.denominator),
            value=value_text(indicator, part.value, unit=False),
            counted=_counted(part),
        )
        for part in sorted(parts, key=lambda part: vi_sort_key(part.area_name))
    ]


def _counted(part: ProofPart) -> str:
    """How much of a former unit is in the figure."""
    if part.withheld:
        return "Để ngoài"
    return "Toàn bộ" if part.share == 1 else f"{percent(part.share * 100)}, ước tính" if part.share is not None else "–"


def assessment_steps(root: ProofStep) -> list[Step]:
    """The tree of one stage: total, groups, criteria with rule, inputs and points."""
    return [_step(child) for child in root.children]


def _step(step: ProofStep) -> Step:
    told = [f"{name}: {value}" for name, value in step.inputs.items() if value not in (None, "")]
    return Step(
        title=f"{step.code}. {step.name}" if step.code else step.name,
        text=". ".join(part for part in (step.rule, *told, step.formula, _lost(step)) if part),
        value=points_text(step),
        children=[_step(child) for child in step.children],
    )


def _lost(step: ProofStep) -> str:
    return f"Điểm chưa đạt: {decimal(step.lost)}" if step.lost and not step.children else ""


def points_text(step: ProofStep) -> str:
    """Points of the most: `8,5 / 10`."""
    got = decimal(step.points)
    return got if step.max_points is None else f"{got} / {decimal(step.max_points)}"
