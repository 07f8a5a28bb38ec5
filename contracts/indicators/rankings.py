"""Rankings (xếp hạng): places of units, how firm they are, what-if, and the cheapest way up."""

from enum import StrEnum

from pydantic import Field

from contracts.directory import LEVELS, AreaId, AreaLevel
from contracts.indicators.assessments import RULES, FrameworkCode, NodeCode, ReportedResult, RuleKind, ScoreInputs
from contracts.indicators.boundaries import Carried
from contracts.periods import PeriodText
from kit.shapes import Flag, Number, Schema, Text, Whole

MOST_CHANGES = 200


class RankInterval(Schema):
    """Where a unit comes when weights are unsure: nine of ten draws lie between low and high."""

    low: Whole = Field(title="Hạng cao nhất của khoảng", description="Phân vị 5% của các lượt thử")
    median: Whole = Field(title="Hạng trung vị")
    high: Whole = Field(title="Hạng thấp nhất của khoảng", description="Phân vị 95% của các lượt thử")


class Robustness(Schema):
    """How the intervals of a ranking were made, or why there are none."""

    available: Flag = Field(title="Tính được")
    rule: Text = Field(title="Cách tính, hoặc lý do không tính được")
    draws: Whole = Field(title="Số lượt thử")
    spread: Number = Field(title="Biên thay đổi của mỗi trọng số, %")


class UnitClass(Schema):
    """Units of one kind within a ranking: wards, communes, special zones."""

    name: Text = Field(title="Loại đơn vị")
    of: Whole = Field(title="Số đơn vị")


class RankingEntry(Schema):
    """One unit of a ranking; equal rounded scores share a rank and the next is skipped."""

    rank: Whole | None = Field(title="Hạng", description="Trống khi chưa có điểm")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    assessment: Text = Field(title="Mã hồ sơ", description="Trống khi gộp từ hồ sơ của nhiều đơn vị cũ")
    score: Number | None = Field(title="Điểm")
    max: Number = Field(title="Điểm tối đa")
    share: Number | None = Field(title="% điểm tối đa")
    basis: Text = Field(
        title="Cơ sở", description="final, appraised, self (tính từ hồ sơ) hoặc reported (như đã công bố)"
    )
    reported: ReportedResult | None = Field(title="Kết quả đã công bố ở nơi khác")
    tied: Flag = Field(title="Đồng hạng")
    unit_class: Text = Field(title="Loại đơn vị")
    class_rank: Whole | None = Field(title="Hạng trong loại đơn vị")
    previous_rank: Whole | None = Field(title="Hạng ở kỳ so sánh", description="Trống khi kỳ đó không có hạng")
    rank_change: Whole | None = Field(title="Số bậc thay đổi", description="Dương: lên hạng, âm: xuống hạng")
    share_change: Number | None = Field(title="Thay đổi, điểm phần trăm của điểm tối đa")
    verified: Number | None = Field(
        title="Đã thẩm định, % tiêu chí",
        description="Tiêu chí có điểm thẩm định hoặc điểm công bố; trống khi hạng lấy như đã công bố",
    )
    interval: RankInterval | None = Field(title="Khoảng hạng", description="Chỉ có khi hỏi robustness=true")
    carried: Carried | None = Field(
        default=None, title="Gộp từ đơn vị cũ", description="Chỉ khi xếp hạng theo địa giới hiện nay"
    )


class Ranking(Schema):
    """A ranking of one framework, period and level."""

    framework: Text = Field(title="Bộ chỉ số")
    framework_name: Text = Field(title="Tên bộ chỉ số")
    period: Text = Field(title="Kỳ")
    level: AreaLevel = Field(title="Cấp", description=LEVELS)
    of: Whole = Field(title="Số đơn vị")
    rule: Text = Field(title="Quy tắc xếp hạng")
    previous: Text | None = Field(title="Kỳ so sánh", description="Trống khi không có kỳ nào trước đó")
    classes: list[UnitClass] = Field(title="Các loại đơn vị")
    robustness: Robustness | None = Field(title="Độ vững", description="Chỉ có khi hỏi robustness=true")
    items: list[RankingEntry] = Field(title="Các đơn vị")


class WhatIfChange(ScoreInputs):
    """Another score of one criterion of one unit: its points, or what its rule takes."""

    area: AreaId = Field(title="Đơn vị")
    code: NodeCode = Field(title="Tiêu chí, hoặc nhóm chỉ công bố điểm chung")
    points: Number | None = Field(default=None, title="Điểm")


class WhatIfAsked(Schema):
    """A ranking as it would be. Nothing of it is saved."""

    framework: FrameworkCode = Field(title="Bộ chỉ số")
    period: PeriodText = Field(title="Kỳ")
    within: AreaId | None = Field(default=None, title="Trong địa bàn")
    changes: list[WhatIfChange] = Field(default_factory=list, max_length=MOST_CHANGES, title="Điểm thử")
    maxima: dict[NodeCode, Number] = Field(
        default_factory=dict,
        max_length=MOST_CHANGES,
        title="Điểm tối đa thử",
        description="Theo mã tiêu chí; với bộ chỉ số tính theo trọng số thì là trọng số",
    )
    targets: dict[NodeCode, Number] = Field(
        default_factory=dict, max_length=MOST_CHANGES, title="Mục tiêu thử", description="Theo mã tiêu chí có mục tiêu"
    )


class WhatIfLine(Schema):
    """What one change does, after those before it."""

    area: Text | None = Field(title="Đơn vị", description="Trống: thay đổi của cả bộ chỉ số")
    code: Text = Field(title="Mã tiêu chí")
    told: Text = Field(title="Diễn giải", examples=["Tiêu chí 1.2: 85/100 → 100/100: +0,30 điểm, hạng 12 → 9"])
    gain: Number | None = Field(title="Điểm tăng của đơn vị")
    rank_before: Whole | None = Field(title="Hạng trước")
    rank_after: Whole | None = Field(title="Hạng sau")


class WhatIfUnit(Schema):
    """A unit that moves: its score, share or rank is another."""

    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    score_before: Number = Field(title="Điểm trước")
    score_after: Number = Field(title="Điểm sau")
    share_before: Number = Field(title="% điểm tối đa trước")
    share_after: Number = Field(title="% điểm tối đa sau")
    rank_before: Whole = Field(title="Hạng trước")
    rank_after: Whole = Field(title="Hạng sau")


class WhatIf(Schema):
    """What the changes do to the ranking."""

    framework: Text = Field(title="Bộ chỉ số")
    period: Text = Field(title="Kỳ")
    of: Whole = Field(title="Số đơn vị được xếp lại")
    left_out: Whole = Field(title="Số đơn vị không có điểm để xếp lại")
    rule: Text = Field(title="Cách tính")
    max_before: Number = Field(title="Tổng điểm tối đa trước")
    max_after: Number = Field(title="Tổng điểm tối đa sau")
    lines: list[WhatIfLine] = Field(title="Từng thay đổi")
    units: list[WhatIfUnit] = Field(title="Các đơn vị có thay đổi")


class WayKind(StrEnum):
    """What a way up is best at."""

    CHEAPEST = "cheapest"
    FEWEST = "fewest"
    COUNTED = "counted"
    OTHER = "other"


class StandingPart(Schema):
    """One criterion of a unit as the ranking counts it, or a group of which only the sum was published."""

    code: Text = Field(title="Mã")
    name: Text = Field(title="Tên")
    points: Number | None = Field(title="Điểm")
    max: Number = Field(title="Điểm tối đa")
    weight: Number = Field(title="Trọng số trong tổng điểm")
    rule: RuleKind = Field(title="Quy tắc tính điểm", description=RULES)
    target: Number | None = Field(title="Mục tiêu")
    inputs: ScoreInputs | None = Field(title="Đầu vào của điểm")
    is_group: Flag = Field(title="Là nhóm chỉ công bố điểm chung")
    needs_appraisal: Flag = Field(title="Cần thẩm định", description="Điểm do người chấm, không tính từ số liệu")


class WayStep(Schema):
    """One criterion to raise."""

    code: Text = Field(title="Mã tiêu chí")
    name: Text = Field(title="Tên tiêu chí")
    points_before: Number = Field(title="Điểm nay")
    points_after: Number = Field(title="Điểm cần đạt")
    max: Number = Field(title="Điểm tối đa")
    gain: Number = Field(title="Tăng trong tổng điểm")
    effort: Number = Field(title="Công sức")
    told: Text = Field(title="Việc cần làm", examples=["thêm 312 vào tử số (1.204 → 1.516)"])
    inputs: ScoreInputs | None = Field(title="Đầu vào cần đạt")
    needs_appraisal: Flag = Field(title="Cần thẩm định")


class PassedUnit(Schema):
    """A unit that is ahead now and would be no more."""

    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    rank: Whole = Field(title="Hạng nay")


class Way(Schema):
    """One way to the wanted rank."""

    kind: WayKind = Field(
        title="Loại",
        description="cheapest: ít công sức nhất, fewest: ít tiêu chí nhất, counted: chỉ tiêu chí tính từ số liệu,"
        " other: không dùng tiêu chí tăng nhiều nhất của cách rẻ nhất",
    )
    effort: Number = Field(title="Tổng công sức")
    gain: Number = Field(title="Tổng điểm tăng")
    rank_after: Whole = Field(title="Hạng sau")
    share_after: Number = Field(title="% điểm tối đa sau")
    steps: list[WayStep] = Field(title="Các bước")
    passed: list[PassedUnit] = Field(title="Các đơn vị vượt qua")


class Ways(Schema):
    """How a unit may rise: the cheapest way and others that differ, while everybody else stands still."""

    framework: Text = Field(title="Bộ chỉ số")
    period: Text = Field(title="Kỳ")
    area: Text = Field(title="Mã đơn vị")
    area_name: Text = Field(title="Tên đơn vị")
    rank: Whole = Field(title="Hạng nay")
    of: Whole = Field(title="Số đơn vị được xếp lại")
    left_out: Whole = Field(title="Số đơn vị không có điểm để xếp lại")
    score: Number = Field(title="Điểm nay")
    max: Number = Field(title="Điểm tối đa")
    share: Number = Field(title="% điểm tối đa nay")
    wanted_rank: Whole = Field(title="Hạng muốn đạt")
    needed: Number = Field(title="Điểm cần tăng", description="Để bằng đơn vị đang giữ hạng đó")
    rule: Text = Field(title="Cách tính công sức")
    caveat: Text = Field(title="Điều giả định")
    message: Text | None = Field(title="Lý do không có cách nào")
    parts: list[StandingPart] = Field(title="Các tiêu chí của đơn vị")
    ways: list[Way] = Field(title="Các cách")
