"""Which final scores follow from an appraisal."""

from contracts.indicators.assessments import Stage
from services.indicators.rules.framework import Framework
from services.indicators.rules.score_changes import Change, Standing

AS_APPRAISED = "Theo điểm thẩm định."


def final_changes(framework: Framework, standing: Standing) -> list[Change]:
    """A final score for every criterion that was appraised and has none yet, in the order of the sheet."""
    changes = []
    for leaf in framework.leaves:
        kept, _ = standing.get((leaf.code, Stage.APPRAISED), (None, None))
        if kept is not None and (leaf.code, Stage.FINAL) not in standing:
            changes.append(Change(leaf.code, Stage.FINAL, None, kept, AS_APPRAISED))
    return changes
