"""States and steps of a sheet in words, each with its shape, and where a step is taken."""

from collections.abc import Mapping

from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import SheetVerb
from frontend.reading.submissions.words import Tag

STATES: Mapping[SheetState, Tag] = {
    SheetState.SELF: ("Đang tự đánh giá", "watch"),
    SheetState.SUBMITTED: ("Đã nộp, chờ thẩm định", "wait"),
    SheetState.APPRAISING: ("Đang thẩm định", "watch"),
    SheetState.EXPLAINING: ("Chờ giải trình", "late"),
    SheetState.FINALISED: ("Đã chốt, chờ công bố", "wait"),
    SheetState.PUBLISHED: ("Đã công bố", "good"),
}
NEXT: Mapping[SheetState, str] = {
    SheetState.SELF: "Đơn vị tự chấm từng tiêu chí, gắn minh chứng, rồi nộp.",
    SheetState.SUBMITTED: "Người thẩm định tiếp nhận, hoặc trả lại kèm lý do. Trước đó đơn vị còn rút lại được.",
    SheetState.APPRAISING: "Người thẩm định chấm từng tiêu chí và hỏi khi cần. Chấm đủ thì người công bố chốt điểm.",
    SheetState.EXPLAINING: "Đơn vị giải trình từng câu hỏi; chỉ sửa được điểm của tiêu chí đang được hỏi.",
    SheetState.FINALISED: "Người công bố ghi quyết định để công bố. Trước đó chỉ người trong phạm vi xem được điểm.",
    SheetState.PUBLISHED: "Ai cũng xem được kết quả. Khi phát hiện sai, người công bố mở lại kèm lý do.",
}
"""What follows from each state, and who does it."""
WAY = ("Tự đánh giá", "Nộp", "Thẩm định", "Chốt điểm", "Công bố")
REACHED: Mapping[SheetState, int] = {
    SheetState.SELF: 0,
    SheetState.SUBMITTED: 2,
    SheetState.APPRAISING: 2,
    SheetState.EXPLAINING: 2,
    SheetState.FINALISED: 4,
    SheetState.PUBLISHED: 5,
}
"""The step of the way that stands now; those before it are done."""
SLUGS: Mapping[SheetVerb, str] = {
    SheetVerb.SUBMIT: "nop",
    SheetVerb.WITHDRAW: "rut-lai",
    SheetVerb.BEGIN: "tiep-nhan",
    SheetVerb.SEND_BACK: "tra-lai",
    SheetVerb.ASK: "hoi",
    SheetVerb.EXPLAIN: "giai-trinh",
    SheetVerb.RESUME: "tham-dinh-tiep",
    SheetVerb.FINALISE: "chot-diem",
    SheetVerb.REOPEN: "mo-lai",
    SheetVerb.PUBLISH: "cong-bo",
}
NAMES: Mapping[SheetVerb, str] = {
    SheetVerb.SUBMIT: "Nộp tự đánh giá",
    SheetVerb.WITHDRAW: "Rút lại",
    SheetVerb.BEGIN: "Bắt đầu thẩm định",
    SheetVerb.SEND_BACK: "Trả lại đơn vị",
    SheetVerb.ASK: "Yêu cầu giải trình",
    SheetVerb.EXPLAIN: "Giải trình",
    SheetVerb.RESUME: "Thẩm định tiếp",
    SheetVerb.FINALISE: "Chốt điểm",
    SheetVerb.REOPEN: "Mở lại để sửa",
    SheetVerb.PUBLISH: "Công bố",
}
"""What the button says."""
AT_ONCE = frozenset({SheetVerb.WITHDRAW, SheetVerb.BEGIN})
"""Steps that take no words and can be taken back: one press, without a page in between."""
ASIDE = frozenset({SheetVerb.WITHDRAW, SheetVerb.SEND_BACK, SheetVerb.ASK, SheetVerb.RESUME, SheetVerb.REOPEN})
"""Steps that do not lead onward: their buttons stand behind the others."""
MEANS: Mapping[SheetVerb, str] = {
    SheetVerb.SUBMIT: "Nộp xong, điểm tự đánh giá khóa lại cho tới khi được trả lại hoặc được hỏi. Trước khi người thẩm"
    " định tiếp nhận, đơn vị vẫn rút lại được.",
    SheetVerb.WITHDRAW: "Hồ sơ trở về bản đang tự đánh giá, điểm và minh chứng giữ nguyên.",
    SheetVerb.BEGIN: "Từ lúc này đơn vị không rút lại được nữa; điểm thẩm định mở để chấm.",
    SheetVerb.SEND_BACK: "Hồ sơ trở về đơn vị để sửa điểm và minh chứng rồi nộp lại. Đơn vị thấy lý do ở trang Việc của"
    " tôi.",
    SheetVerb.ASK: "Ghi câu hỏi ở các tiêu chí cần hỏi. Đơn vị chỉ sửa được điểm, minh chứng của tiêu chí được hỏi.",
    SheetVerb.EXPLAIN: "Mỗi câu hỏi cần một lời giải trình. Lưu bao nhiêu lần cũng được, gửi khi đã đủ.",
    SheetVerb.RESUME: "Các câu hỏi đang mở khép lại, kể cả câu chưa được giải trình.",
    SheetVerb.FINALISE: "Tiêu chí chưa có điểm công bố lấy điểm thẩm định. Chốt xong không ai sửa điểm được, trừ khi mở"
    " lại.",
    SheetVerb.REOPEN: "Điểm thẩm định và điểm công bố mở để sửa. Kết quả đã công bố vẫn giữ cho tới lần công bố sau.",
}
"""What a step does, told before it is taken."""
DONE: Mapping[SheetVerb, str] = {
    SheetVerb.SUBMIT: "Đã nộp tự đánh giá. Người thẩm định thấy hồ sơ ở trang Việc của tôi.",
    SheetVerb.WITHDRAW: "Đã rút lại. Đơn vị sửa rồi nộp lại được.",
    SheetVerb.BEGIN: "Đã tiếp nhận. Mở phiếu để chấm từng tiêu chí.",
    SheetVerb.SEND_BACK: "Đã trả lại đơn vị kèm lý do.",
    SheetVerb.ASK: "Đã gửi yêu cầu giải trình tới đơn vị.",
    SheetVerb.EXPLAIN: "Đã gửi giải trình. Người thẩm định xem tiếp.",
    SheetVerb.RESUME: "Đã khép các câu hỏi, thẩm định tiếp.",
    SheetVerb.FINALISE: "Đã chốt điểm. Hồ sơ chờ quyết định công bố.",
    SheetVerb.REOPEN: "Đã mở lại. Sửa điểm xong thì chốt và công bố lại.",
}


def step_href(assessment: str, verb: SheetVerb) -> str:
    """The page of a step."""
    return f"/cham-diem/{assessment}/buoc/{SLUGS[verb]}"


def round_href(assessment: str) -> str:
    """The page of a sheet's round."""
    return f"/cham-diem/{assessment}/vong"
