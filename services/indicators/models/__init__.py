"""Tables of this service: definitions, values with their history and sums, forms, sheets, areas copied."""

from services.indicators.models.tables import Base

# isort: split
from services.indicators.models.areas import AreaRow, EditionRow, LineageRow, UnitCountRow
from services.indicators.models.assessments import (
    AssessmentRow,
    AssessmentScoreRow,
    AssessmentTotalRow,
    ScoreRevisionRow,
)
from services.indicators.models.boundaries import CarryRow
from services.indicators.models.evidence import EvidenceFileRow, EvidenceRow, ScoreEvidenceRow, ValueEvidenceRow
from services.indicators.models.forms import FormEditionRow, FormRow
from services.indicators.models.frameworks import FrameworkNodeRow, FrameworkRevisionRow, FrameworkRow
from services.indicators.models.indicators import IndicatorRow
from services.indicators.models.measurements import MeasurementEventRow, MeasurementRow
from services.indicators.models.panels import (
    PanelAgreementRow,
    PanelMemberRow,
    PanelPartRow,
    PanelRow,
    PanelScoreRow,
)
from services.indicators.models.rounds import RecognitionRow, RoundQuestionRow, RoundStepRow, SheetPublicationRow
from services.indicators.models.sources import MatterRow, MatterSideRow, ObservationRow, ResolutionRow
from services.indicators.models.submissions import (
    SubmissionCellRow,
    SubmissionReminderRow,
    SubmissionRow,
    SubmissionStepRow,
)
from services.indicators.models.targets import TargetRevisionRow, TargetRow
from services.indicators.models.values import LatestRow, PublicationRow, RollupRow, ValueRevisionRow, ValueRow

__all__ = [
    "AreaRow",
    "AssessmentRow",
    "AssessmentScoreRow",
    "AssessmentTotalRow",
    "Base",
    "CarryRow",
    "EditionRow",
    "EvidenceFileRow",
    "EvidenceRow",
    "FormEditionRow",
    "FormRow",
    "FrameworkNodeRow",
    "FrameworkRevisionRow",
    "FrameworkRow",
    "IndicatorRow",
    "LatestRow",
    "LineageRow",
    "MatterRow",
    "MatterSideRow",
    "MeasurementEventRow",
    "MeasurementRow",
    "ObservationRow",
    "PanelAgreementRow",
    "PanelMemberRow",
    "PanelPartRow",
    "PanelRow",
    "PanelScoreRow",
    "PublicationRow",
    "RecognitionRow",
    "ResolutionRow",
    "RollupRow",
    "RoundQuestionRow",
    "RoundStepRow",
    "ScoreEvidenceRow",
    "ScoreRevisionRow",
    "SheetPublicationRow",
    "SubmissionCellRow",
    "SubmissionReminderRow",
    "SubmissionRow",
    "SubmissionStepRow",
    "TargetRevisionRow",
    "TargetRow",
    "UnitCountRow",
    "ValueEvidenceRow",
    "ValueRevisionRow",
    "ValueRow",
]
