"""The recognition of a sheet, stage by stage, as the public interface shows it."""

from decimal import Decimal

from contracts.indicators.assessments import Stage
from contracts.indicators.recognition import (
    LevelCondition,
    MissingCriterion,
    Recognition,
    RecognitionLevel,
    StageRecognition,
)
from services.indicators.queries.sheets import Entry
from services.indicators.rules.frameworks.levels import rule_told
from services.indicators.rules.frameworks.recognition import Condition, Judged, NotRecognising, recognise
from services.indicators.rules.standing import decisive_stage


def recognition_of(entry: Entry) -> Recognition:
    """What the scores of each stage make of the unit; without a level, and why, where its framework tells none."""
    head = entry.head
    framework, rule = head.framework, head.framework.recognition
    note = None
    by_stage: dict[str, StageRecognition | None] = dict.fromkeys(Stage)
    try:
        by_stage = {stage.value: _stage(entry, stage) for stage in Stage}
    except NotRecognising as error:
        note = str(error)
    decisive = Stage.FINAL if entry.partial else decisive_stage(entry.sheet)
    return Recognition(
        assessment=str(head.id),
        framework=framework.code,
        area=head.area,
        unit_class=head.unit_class,
        max_points=framework.scale.total,
        rule=rule_told(rule) if rule else [],
        source=rule.source if rule else None,
        note=note,
        partial=entry.partial,
        stage=decisive if decisive is not None and by_stage[decisive.value] is not None else None,
        **by_stage,
    )


def _stage(entry: Entry, stage: Stage) -> StageRecognition | None:
    points: dict[str, Decimal] = {
        row.node.code: given for row in entry.sheet.rows if (given := row.points(stage)) is not None
    }
    found = recognise(entry.head.framework, points)
    if not points:
        return None
    return StageRecognition(
        level=found.level,
        name=found.name,
        share=found.share,
        unscored=found.unscored,
        next=found.next.name if found.next else None,
        lacking=list(found.lacking),
        levels=[_level(one) for one in found.levels],
    )


def _level(one: Judged) -> RecognitionLevel:
    return RecognitionLevel(
        key=one.key,
        name=one.name,
        asks=one.asks,
        reached=one.reached,
        conditions=[_asked(each) for each in one.conditions],
    )


def _asked(one: Condition) -> LevelCondition:
    return LevelCondition(
        text=one.text,
        have=one.have,
        needed=one.needed,
        of=one.of,
        met=one.met,
        lacking=one.lacking,
        missing=[
            MissingCriterion(code=each.code, name=each.name, points=each.points, needed=each.needed)
            for each in one.missing
        ],
    )
